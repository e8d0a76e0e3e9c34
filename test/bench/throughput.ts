import type { Contender } from './contender.ts'
import { prices } from './plan.ts'

export const callerCounts = [1, 10, 50] as const
export type Load = 'place and cancel' | 'ticker'

/**
 * Requests a second (a placement and its cancellation are two) of so many callers on Binance, each of whom asks again
 * when answered.
 */
export async function throughput(contender: Contender, load: Load, callers: number, ms: number): Promise<number> {
  const until = performance.now() + ms
  let answered = 0
  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const requests = await ask(contender, load)
      answered += requests
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: callers }, work))
  return (answered * 1_000) / (performance.now() - began)
}

/** One ticker, or an order and its cancellation, on Binance. @returns how many requests that were */
export async function ask({ name, caller }: Contender, load: Load): Promise<number> {
  const one = async (action: string, params: object): Promise<unknown> => {
    const answer = await caller.ask(action, { broker_id: 1, symbol: 'BTC/USDT', ...params })
    if (!answer.success) throw new Error(`${name}, ${action}: ${answer.error ?? 'refused'}`)
    return answer.data?.order_id
  }
  if (load === 'ticker') {
    await one('get_ticker', {})
    return 1
  }
  const order = { side: 'buy', amount: 0.01, type: 'limit', price: prices[0] }
  await one('cancel_order', { order_id: await one('place_order', order) })
  return 2
}

/** So many requests of ten callers: tickers, and among every twenty a placement and its cancellation. */
export async function growBy({ caller }: Contender, requests: number): Promise<void> {
  const about = { broker_id: 1, symbol: 'BTC/USDT' }
  const order = { ...about, side: 'buy', amount: 0.01, type: 'limit', price: prices[0] }
  let left = requests
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 20
      for (let each = 0; each < 18; each += 1) await caller.ask('get_ticker', about)
      const { data } = await caller.ask('place_order', order)
      await caller.ask('cancel_order', { ...about, order_id: data?.order_id })
    }
  }
  await Promise.all(Array.from({ length: 10 }, work))
}
