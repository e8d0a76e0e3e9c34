import { setTimeout as delay } from 'node:timers/promises'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import type { Contender } from './contender.ts'
import { cpuMsOf } from './meters.ts'
import { type Action, isPaced, type Pace, paces, prices } from './plan.ts'

/** What one action took in one round. `cpuMs`: of the gateway's process, a request. */
export interface Batch {
  readonly exchange: ExchangeName
  readonly action: Action
  readonly times: readonly number[]
  readonly cpuMs: number
}

/**
 * Every action on one exchange, one caller after the other: each batch is of one action alone, so that its processor
 * time can be told.
 */
export async function latencyRound(contender: Contender, exchange: ExchangeName): Promise<readonly Batch[]> {
  const pace = paces[exchange]
  const broker_id = exchangeNames.indexOf(exchange) + 1
  const about = { broker_id, symbol: 'BTC/USDT' }
  const batches: Batch[] = []
  const batch = async <T>(action: Action, each: readonly T[], paramsOf: (value: T) => object) => {
    const answers: string[] = []
    const times: number[] = []
    const before = await cpuMsOf(contender.pid)
    for (const value of each) {
      const answer = await contender.caller.ask(action, { ...about, ...paramsOf(value) })
      if (!answer.success) throw new Error(`${contender.name}, ${exchange}, ${action}: ${answer.error ?? 'refused'}`)
      times.push(answer.ms)
      const id = answer.data?.order_id
      answers.push(typeof id === 'string' || typeof id === 'number' ? String(id) : '')
      await rest(pace)
    }
    const cpuMs = isPaced(exchange) ? Number.NaN : ((await cpuMsOf(contender.pid)) - before) / each.length
    batches.push({ exchange, action, times, cpuMs })
    return answers
  }
  const [price, newPrice] = prices
  const numbers = Array.from({ length: pace.requests }, (_, index) => index)
  const order = { side: 'buy', amount: 0.01, type: 'limit', price }
  await batch('get_ticker', numbers, () => ({}))
  await batch('get_balance', numbers, () => ({}))
  const placed = await batch('place_order', numbers, () => order)
  const edited = await batch('edit_order', placed, (order_id) => ({
    order_id,
    amount: 0.01,
    price: newPrice,
  }))
  await batch('fetch_open_orders', numbers.slice(0, 20), () => ({}))
  await batch('cancel_order', edited, (order_id) => ({ order_id }))
  return batches
}

async function rest({ pauseMs }: Pace): Promise<void> {
  if (pauseMs > 0) await delay(pauseMs)
}
