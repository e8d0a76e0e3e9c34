import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import type { Fill, OrderFee } from '../../../src-shared/order.ts'
import { id, integer, money } from '../http/json.ts'
import type { AccountNews, OrderTouched } from '../streams/account-news.ts'
import { TriggeredOrders } from '../streams/triggered-orders.ts'
import { balanceFrom } from './classic/map-orders.ts'
import { assetSchema } from './classic/schemas.ts'
import type { BitgetMarkets } from './markets.ts'
import type { AccountMode } from './own/account-mode.ts'
import { classicFillFrom, unifiedFillFrom } from './own/fill-rows.ts'
import { isWaitingWord, statusOf } from './own/statuses.ts'
import { optionalMoney, optionalText, side, word } from './schemas.ts'
import { strategyIds } from './unified/own/strategy-orders.ts'

/**
 * What Bitget pushes of an account, of either kind. That an order has exits attached, or is an exit, its pushes do not
 * tell, so that an order is told as touched; a fill is told whole. Source: docs/exchanges/streams.md §2.5.
 */

/** What a push is read with. */
export interface PushReading {
  readonly mode: AccountMode
  readonly markets: BitgetMarkets
}

function rowsOf<S extends z.ZodType>(row: S) {
  return z.object({ data: z.array(row) })
}

const classicName = z.looseObject({ instId: id }).transform(({ instId, ...row }) => ({ ...row, symbol: instId }))
const named = z.union([z.looseObject({ symbol: id }), classicName])
const orderRow = named.pipe(z.looseObject({ orderId: id, symbol: id, side, status: word, orderStatus: word }))
const plainRow = rowsOf(orderRow)
const waitingRow = rowsOf(named.pipe(z.looseObject({ orderId: id, symbol: id, side: side.nullish(), status: word })))

/** `feeDetail` is a list in either kind; its amount is below zero in some pushes and above it in others. */
const feeSchema = z.looseObject({ feeCoin: optionalText, totalFee: optionalMoney, fee: optionalMoney })
const fees = z.union([z.array(feeSchema), feeSchema.transform((fee) => [fee])]).nullish()

const classicFills = rowsOf(
  z.looseObject({
    tradeId: id,
    orderId: id,
    symbol: id,
    side,
    priceAvg: money,
    size: money,
    tradeScope: word,
    feeDetail: fees,
    cTime: integer,
  }),
)
const unifiedFills = rowsOf(
  z.looseObject({
    execId: id,
    orderId: id,
    clientOid: optionalText,
    symbol: id,
    side,
    execPrice: money,
    execQty: money,
    tradeScope: word,
    feeDetail: fees,
    execTime: integer.nullish(),
    createdTime: integer.nullish(),
    updatedTime: integer.nullish(),
  }),
)

const classicBalances = rowsOf(assetSchema)

/** Reads the private channels of one account, over all its sockets. */
export class BitgetNews {
  readonly #triggered = new TriggeredOrders()

  /** Of `orders` and `order`. @throws ZodError when it is of another shape */
  ofOrders(push: unknown, { markets }: PushReading): readonly AccountNews[] {
    return plainRow.parse(push).data.flatMap(({ orderId, symbol, side, status, orderStatus }) => {
      const ends = ['filled', 'cancelled'].includes(statusOf(status === '' ? orderStatus : status))
      const parents = this.#triggered.at({ nativeId: symbol, side }, ends)
      return [orderId, ...parents].map((each) => touchedOrder(each, symbol, markets))
    })
  }

  /** Of `orders-algo` and `strategy-order`: whatever waits for its price. @throws ZodError */
  ofConditional(push: unknown, { mode, markets }: PushReading): readonly AccountNews[] {
    return waitingRow.parse(push).data.flatMap((row) => {
      const { orderId, symbol, side, status } = row
      const ids = mode === 'classic' ? [orderId] : strategyIds(row)
      const touched = ids.map((each) => touchedOrder(each, symbol, markets))
      const isTriggered = !isWaitingWord(status) && statusOf(status) === 'unknown' && status !== ''
      if (!isTriggered) return touched
      if (side !== null && side !== undefined)
        for (const each of ids) this.#triggered.triggered(each, { nativeId: symbol, side })
      // What stood beside it may end with it.
      return [...touched, { ...touchedOrder(orderId, symbol, markets), orderId: null }]
    })
  }

  /** Of `fill`. @throws ZodError */
  ofFills(push: unknown, { mode, markets }: PushReading): readonly AccountNews[] {
    return fillsOf(push, mode, markets).map((fill) => ({ kind: 'fill', fill }))
  }
}

/** Of `account`. A unified account's coins lie in another wallet, too, which it does not tell. @throws ZodError */
export function balanceNewsFrom(push: unknown, { mode }: PushReading): readonly AccountNews[] {
  if (mode === 'unified') return [{ kind: 'balances-touched' }]
  return [{ kind: 'balances', balances: classicBalances.parse(push).data.map(balanceFrom) }]
}

function touchedOrder(orderId: string, nativeId: string, markets: BitgetMarkets): OrderTouched {
  return { kind: 'order-touched', orderId, symbol: markets.byNativeId.get(nativeId)?.market.symbol ?? null }
}

function fillsOf(push: unknown, mode: AccountMode, markets: BitgetMarkets): readonly Fill[] {
  if (mode === 'classic')
    return classicFills.parse(push).data.map((row) => classicFillFrom(row, feeOf(row.feeDetail), markets))
  return unifiedFills.parse(push).data.map((row) => {
    const time = row.execTime ?? row.createdTime ?? row.updatedTime ?? 0
    return unifiedFillFrom(row, { fee: feeOf(row.feeDetail), time }, markets)
  })
}

/** Its size, whatever its sign; null: none was told, or several. A rebate would be taken for a cost. */
function feeOf(details: z.infer<typeof fees>): OrderFee | null {
  const [only, ...more] = details ?? []
  if (only === undefined || more.length > 0 || only.feeCoin === '') return null
  return { asset: only.feeCoin, amount: (only.totalFee ?? only.fee ?? Money.zero).abs() }
}
