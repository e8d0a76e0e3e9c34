import { Money } from '../../../src-shared/money.ts'
import type { Fill } from '../engine/types.ts'
import { ledgerIdOf, orderIdOf, tradeIdOf } from './ids.ts'
import { badParameter } from './kucoin-error.ts'
import { dashed, type PrivateCall } from './practice-kucoin.ts'

/** A change of one asset of the trade wallet; the amount is negative when it went out, and includes the fee. */
interface Entry {
  readonly asset: string
  readonly amount: Money
  readonly fee: Money
  readonly kind: 'TRADE_EXCHANGE' | 'TRANSFER'
  readonly time: number
  readonly context: string
}

function entriesOf(fill: Fill): readonly Entry[] {
  const [base = '', quote = ''] = fill.symbol.split('/')
  const sign = (amount: Money, comesIn: boolean): Money => (comesIn ? amount : amount.negated())
  const buys = fill.side === 'buy'
  const context = JSON.stringify({
    symbol: dashed(fill.symbol),
    orderId: orderIdOf(fill.orderId),
    tradeId: String(tradeIdOf(fill.tradeId)),
  })
  const common = { kind: 'TRADE_EXCHANGE', time: fill.time, context } as const
  const value = sign(fill.quoteQuantity, !buys).minus(fill.fee)
  return [
    { ...common, asset: base, amount: sign(fill.quantity, buys), fee: Money.zero },
    { ...common, asset: quote, amount: value, fee: fill.fee },
  ]
}

/** Everything that trades and transfers did to the trade wallet, oldest first. */
function allEntries({ exchange, accountId }: PrivateCall): readonly Entry[] {
  const trades = exchange.engine.account(accountId).fills.flatMap(entriesOf)
  const transfers = exchange.state.transfers
    .filter((transfer) => transfer.accountId === accountId)
    .map(({ asset, amount, time }): Entry => ({
      asset,
      amount,
      time,
      fee: Money.zero,
      kind: 'TRANSFER',
      context: '{}',
    }))
  return [...trades, ...transfers].toSorted((a, b) => a.time - b.time)
}

/**
 * The trade wallet's history, a bare list, newest first, a week at most between the bounds (ms). Balances are reckoned
 * back from today's, as if nothing but trades and transfers had changed them: what control gave or took is not in the
 * history.
 */
export function ledgers(call: PrivateCall): unknown {
  const { parameters, exchange, accountId, now } = call
  const currencies = parameters.text('currency')?.split(',') ?? null
  const direction = parameters.oneOf('direction', ['in', 'out'])
  const kind = parameters.oneOf('bizType', ['TRADE_EXCHANGE', 'TRANSFER'])
  const limit = parameters.integer('limit') ?? 100
  if (limit < 1 || limit > 200) throw badParameter('limit is invalid')
  const week = 7 * 86_400_000
  const to = parameters.integer('endAt') ?? now
  const from = parameters.integer('startAt') ?? to - week
  if (to - from > week) throw badParameter('the time range is greater than 7 days')
  const lastId = parameters.text('lastId')
  const balances = new Map(
    [...exchange.engine.balances(accountId)].map(([asset, { free, locked }]) => [asset, free.plus(locked)]),
  )
  const entries = allEntries(call)
  const firstAt = new Map(entries.map(({ time }, index) => [time, index] as const).toReversed())
  const lines = entries
    .map((entry, index) => ({
      entry,
      id: String(ledgerIdOf(entry.time, index - (firstAt.get(entry.time) ?? index))),
    }))
    .toReversed()
    .map(({ entry, id }) => {
      const balance = balances.get(entry.asset) ?? Money.zero
      balances.set(entry.asset, balance.minus(entry.amount))
      return { entry, id, balance }
    })
    .filter(({ entry: { time } }) => time >= from && time <= to)
    .filter(({ entry }) => currencies?.includes(entry.asset) !== false)
    .filter(({ entry }) => direction === null || directionOf(entry) === direction)
    .filter(({ entry }) => kind === null || entry.kind === kind)
  const start = lastId === null ? 0 : lines.findIndex(({ id }) => id === lastId) + 1
  return lastId !== null && start === 0 ? [] : lines.slice(start, start + limit).map(viewOf)
}

const directionOf = ({ amount }: Entry): 'in' | 'out' => (amount.isNegative() ? 'out' : 'in')

function viewOf({ entry, id, balance }: { entry: Entry; id: string; balance: Money }): unknown {
  return {
    id,
    currency: entry.asset,
    amount: entry.amount.abs().toString(),
    fee: entry.fee.toString(),
    tax: '0',
    balance: balance.toString(),
    accountType: 'TRADE_HF',
    bizType: entry.kind,
    direction: directionOf(entry),
    createdAt: String(entry.time),
    context: entry.context,
  }
}
