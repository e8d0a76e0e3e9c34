import { feeAccount, houseAccount, type Ledger } from './ledger.ts'
import { rowKeys } from './saved-rows.ts'
import { listOf, type AccountState, type EngineState, orderOf } from './state.ts'
import type { EngineOrder, Fill, OrderList } from './types.ts'

interface Place {
  /** How many of the account's orders and lists were written. */
  readonly orders: number
  readonly lists: number
  /** Those that lived then: they may have changed since. */
  readonly openOrders: ReadonlySet<EngineOrder>
  readonly openLists: ReadonlySet<OrderList>
}

const nowhere: Place = { orders: 0, lists: 0, openOrders: new Set(), openLists: new Set() }

/**
 * Tells the rows of an engine (see saved-rows.ts) that may have changed since {@link written} was last called. The work
 * grows with what is open, not with what has ever been.
 */
export class Recorder {
  readonly #state: EngineState
  #places = new Map<string, Place>()
  #told = new Map<string, Place>()
  readonly #fillIndexes = new WeakMap<Fill, number>()
  readonly #fillsCounted = new Map<string, number>()

  constructor(state: EngineState) {
    this.#state = state
  }

  rows(): Map<string, string> {
    const state = this.#state
    const { ledger, numbers, markets } = state
    const rows = new Map<string, string>()
    const put = (key: string, value: unknown): void => void rows.set(key, JSON.stringify(value))
    put(rowKeys.numbers, numbers.next())
    put(rowKeys.others, {
      house: balancesOf(ledger, houseAccount),
      fees: balancesOf(ledger, feeAccount),
    })
    for (const { market, tape, status } of markets.values())
      put(rowKeys.market(market.symbol), {
        symbol: market.symbol,
        last: tape.last,
        status,
        nextTradeId: tape.lastId + 1,
      })
    this.#told = new Map()
    for (const account of state.accounts.values()) {
      const { id, uid, fees, updatedAt } = account
      put(rowKeys.account(id), { id, uid, fees, updatedAt, balances: balancesOf(ledger, id) })
      this.#numberFills(account)
      const place = this.#places.get(id) ?? nowhere
      for (const order of changed(account.orders, place.orders, place.openOrders, account.open))
        put(rowKeys.order(order.id), this.#orderRow(order))
      for (const list of changed(account.lists, place.lists, place.openLists, account.openLists))
        put(rowKeys.list(list.id), listRow(list))
      this.#told.set(id, {
        orders: account.orders.length,
        lists: account.lists.length,
        openOrders: new Set(account.open),
        openLists: new Set(account.openLists),
      })
    }
    return rows
  }

  /** What {@link rows} last told is kept now. */
  written(): void {
    this.#places = this.#told
  }

  #numberFills({ id, fills }: AccountState): void {
    for (let index = this.#fillsCounted.get(id) ?? 0; index < fills.length; index += 1) {
      const fill = fills[index]
      if (fill !== undefined) this.#fillIndexes.set(fill, index)
    }
    this.#fillsCounted.set(id, fills.length)
  }

  #orderRow(order: EngineOrder): unknown {
    const { hold, fills } = order
    return {
      ...order,
      fills: fills.map((fill) => ({ ...fill, index: this.#fillIndexes.get(fill) ?? 0 })),
      hold: hold === null ? null : { shared: this.#firstWith(order), asset: hold.asset, amount: hold.amount },
    }
  }

  #firstWith(order: EngineOrder): number {
    const list = listOf(this.#state, order)
    const mates = list?.orderIds.map((id) => orderOf(this.#state, id)) ?? [order]
    return mates.find(({ hold }) => hold === order.hold)?.id ?? order.id
  }
}

function changed<T>(
  all: readonly T[],
  written: number,
  wereOpen: ReadonlySet<T>,
  areOpen: ReadonlySet<T>,
): ReadonlySet<T> {
  return new Set([...wereOpen, ...all.slice(written), ...areOpen])
}

function listRow(list: OrderList): unknown {
  const { proceeds } = list
  return { ...list, proceeds: proceeds === null ? null : { asset: proceeds.asset, amount: proceeds.amount } }
}

function balancesOf(ledger: Ledger, accountId: string): unknown {
  return [...ledger.balances(accountId)].map(([asset, { free, locked }]) => ({ asset, free, locked }))
}
