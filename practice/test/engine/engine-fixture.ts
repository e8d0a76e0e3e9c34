import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import { EngineRejection } from '../../src/engine/engine-rejection.ts'
import { type EngineOptions, PracticeEngine } from '../../src/engine/practice-engine.ts'
import { practiceMarkets } from '../../src/engine/practice-markets.ts'
import type { EngineOrder, OrderList, OrderSpec, Trigger } from '../../src/engine/types.ts'

export const money = (text: string): Money => Money.parse(text)
export const startTime = Date.UTC(2026, 10, 23, 12, 0, 0)

/** An engine on a clock that only moves when told, with accounts that have BTC and USDT. */
export class EngineFixture {
  time = startTime
  readonly engine: PracticeEngine
  #ids = 0

  /** `accounts` are opened with BTC and USDT. */
  constructor(options: Partial<EngineOptions> = {}, accounts: readonly string[] = ['alice']) {
    this.engine = new PracticeEngine({
      markets: practiceMarkets('tests'),
      seed: 'test',
      now: () => this.time,
      feeAsset: 'BNB',
      ...options,
    })
    for (const account of accounts) this.open(account)
  }

  open(id: string, balances: Readonly<Record<string, string>> = { USDT: '1000000', BTC: '10' }): void {
    this.engine.openAccount(id)
    for (const [asset, amount] of Object.entries(balances)) this.engine.setFree(id, asset, money(amount))
  }

  free(asset: string, account = 'alice'): string {
    return this.engine.balance(account, asset).free.toString()
  }

  locked(asset: string, account = 'alice'): string {
    return this.engine.balance(account, asset).locked.toString()
  }

  spec(side: Side, quantity: string | null, terms: Partial<OrderSpec> = {}): OrderSpec {
    this.#ids += 1
    return {
      clientOrderId: `order-${this.#ids}`,
      side,
      quantity: quantity === null ? null : money(quantity),
      quoteQuantity: null,
      limitPrice: null,
      timeInForce: 'gtc',
      postOnly: false,
      trigger: null,
      visibleQuantity: null,
      selfTrade: 'expire_maker',
      funding: 'placed',
      whenReached: 'refuse',
      labels: {},
      ...terms,
    }
  }

  limit(side: Side, quantity: string | null, price: string, terms: Partial<OrderSpec> = {}): OrderSpec {
    return this.spec(side, quantity, { limitPrice: money(price), ...terms })
  }

  stop(side: Side, quantity: string | null, trigger: Partial<Trigger>, terms: Partial<OrderSpec> = {}): OrderSpec {
    return this.spec(side, quantity, {
      trigger: { kind: 'stop', price: null, trailingBips: null, ...trigger },
      ...terms,
    })
  }

  place(spec: OrderSpec, symbol = 'BTC/USDT', account = 'alice'): EngineOrder {
    return this.engine.place(account, symbol, spec)
  }

  setPrice(price: string, maxQuantity: string | null = null, symbol = 'BTC/USDT'): string {
    return this.engine.setPrice(symbol, money(price), maxQuantity === null ? null : money(maxQuantity)).toString()
  }

  /** Take-profit at `profit` and stop at `loss` for coins that are there. */
  either(quantity: string, profit: string, loss: string): readonly [EngineOrder, EngineOrder] {
    const list = this.engine.placeList(
      'alice',
      'BTC/USDT',
      {
        kind: 'either',
        clientListId: `list-${this.#ids}`,
        legs: [
          this.limit('sell', quantity, profit, { postOnly: true }),
          this.stop('sell', quantity, { price: money(loss) }),
        ],
      },
      (placed) => placed,
    )
    return pair(this.engine.ordersOf(list))
  }

  /** An entry with its legs; `look` sees the list before its legs are placed. */
  then(
    entry: OrderSpec,
    legs: readonly OrderSpec[],
    options: { readonly entryPays?: boolean; readonly look?: (list: OrderList) => void } = {},
  ): { readonly list: OrderList; readonly entry: EngineOrder; readonly legs: readonly EngineOrder[] } {
    this.#ids += 1
    const list = this.engine.placeList(
      'alice',
      'BTC/USDT',
      {
        kind: legs.length === 1 ? 'then' : 'then_either',
        clientListId: `list-${this.#ids}`,
        entry,
        legs,
        entryPays: options.entryPays ?? false,
      },
      (placed) => {
        options.look?.(placed)
        return placed
      },
    )
    const [first, ...rest] = this.engine.ordersOf(list)
    if (first === undefined) throw new Error('no entry')
    return { list, entry: first, legs: rest }
  }
}

function pair(orders: readonly EngineOrder[]): readonly [EngineOrder, EngineOrder] {
  const [first, second] = orders
  if (first === undefined || second === undefined) throw new Error('no pair')
  return [first, second]
}

/** The reason for which the engine refuses a command: its rule where it is one. */
export function refusal(command: () => unknown): string {
  try {
    command()
  } catch (error) {
    if (error instanceof EngineRejection) return error.violation ?? error.reason
    throw error
  }
  return 'accepted'
}
