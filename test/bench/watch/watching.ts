import { setTimeout as delay } from 'node:timers/promises'
import { Money } from '../../../src-shared/money.ts'
import { columns, onPractice, type OnPractice, type PracticeColumn } from '../../redis/support/on-practice.ts'
import { until } from '../../support/until.ts'

/** Two brackets on each: an exchange takes no more than five conditional orders of one. */
const markets = [
  { symbol: 'BTC/USDT', price: 60_000, amount: '0.01' },
  { symbol: 'ETH/USDT', price: 3_000, amount: '0.1' },
  { symbol: 'SOL/USDT', price: 150, amount: '1' },
  { symbol: 'XRP/USDT', price: 0.5, amount: '200' },
  { symbol: 'LTC/USDT', price: 80, amount: '2' },
] as const
const [first] = markets
const parts = [1.05, 1.1]
const brackets = markets.length * parts.length
const coins = { USDT: '100000', BTC: '1', ETH: '10', SOL: '100', XRP: '10000', LTC: '100' }
/** Until what was placed is nothing new any more: it is looked at more often before. */
const settleMs = 40_000
const idleMs = 60_000
/** From the price that fires one of them on. */
const fillMs = 15_000

/** Requests that the exchange had, of an account with brackets of which nothing else is asked. */
export interface WatchFigures {
  /** In a minute in which nothing happens. */
  readonly idle: number
  /** Of those with the account's key. */
  readonly idlePrivate: number
  /** In the time after the price that fires one exit. */
  readonly fill: number
  /** From that price until its bracket is known to be over, ms. */
  readonly endedMs: number
}

export interface WatchRow {
  readonly column: string
  /** Where nothing is pushed, as it was before there were streams. */
  readonly asked: WatchFigures
  readonly pushed: WatchFigures
}

/** What watching ten brackets asks of each exchange, with what it pushes and without. All of them at once. */
export function measureWatching(): Promise<readonly WatchRow[]> {
  return Promise.all(
    Object.entries(columns).map(async ([column, where]) => {
      const [asked, pushed] = await Promise.all([measure(where, false), measure(where, true)])
      return { column, asked, pushed }
    }),
  )
}

async function measure(column: PracticeColumn, isLive: boolean): Promise<WatchFigures> {
  const owned = { ...column, brokerId: 1, userId: 1, balances: coins }
  const on = await onPractice([owned], { count: 1, sharesLimits: false, isLive })
  try {
    for (const { symbol, price } of markets) on.practice.setPrice(column.exchange, symbol, Money.parse(String(price)))
    for (const part of parts) for (const market of markets) await place(on, market, part)
    const states = (): readonly string[] => on.gateways[0].desk.brackets.list('account-1').map(({ state }) => state)
    const areHeld = (): boolean => states().length === brackets && states().every((state) => state === 'protected')
    await until(areHeld, 180_000)
    await delay(settleMs)
    await counted(on)
    await delay(idleMs)
    const idle = await counted(on)
    const from = performance.now()
    on.practice.setPrice(column.exchange, first.symbol, Money.parse(String(first.price * 1.06)))
    await until(() => states().includes('ended'), 60_000)
    const endedMs = performance.now() - from
    await delay(Math.max(0, fillMs - endedMs))
    const fill = await counted(on)
    return { idle: idle.all, idlePrivate: idle.ofAccount, fill: fill.all, endedMs }
  } finally {
    await on[Symbol.asyncDispose]()
  }
}

/** Exits for coins that are held. @param part of the price, at which profit is taken */
async function place(
  { django }: OnPractice,
  { symbol, price, amount }: (typeof markets)[number],
  part: number,
): Promise<void> {
  const { success, error, data } = await django.ask('place_order', {
    broker_id: 1,
    symbol,
    side: 'sell',
    type: 'oco',
    amount,
    take_profit_price: (price * part).toPrecision(6),
    stop_loss_price: (price * 0.9).toPrecision(6),
  })
  // An exchange's limits may hold an order up for longer than an answer waits.
  if (!success && (data.status as unknown) !== 'pending') throw new Error(`${symbol}: ${String(error)}`)
}

/** Requests since this was asked last. */
async function counted({ practice }: OnPractice): Promise<{ readonly all: number; readonly ofAccount: number }> {
  const url = `${practice.controlUrl}/statistics`
  const { requests } = (await (await fetch(url)).json()) as {
    readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
  }
  await fetch(url, { method: 'DELETE' })
  const sum = (of: typeof requests): number => of.reduce((all, { seen }) => all + seen, 0)
  return { all: sum(requests), ofAccount: sum(requests.filter(({ endpoint }) => !isPublic(endpoint))) }
}

/** Market data: prices, markets, the time. */
function isPublic(endpoint: string): boolean {
  return /public|ticker|market|\/time|exchangeInfo|symbols|depth|klines|avgPrice/i.test(endpoint)
}
