import { cpuMsOf } from '../meters.ts'
import type { ScaleGroup } from './group.ts'

export type Load = 'ticker' | 'place and cancel'

/** What a load came to. A placement and its cancellation are two requests. */
export interface Measured {
  readonly perSecond: number
  /** Processor time of all gateways together, ms a request. */
  readonly cpuMs: number
  /** What each of them had of all that processor time. */
  readonly shares: readonly number[]
  readonly placed: number
}

interface Work {
  readonly load: Load
  readonly callers: number
  readonly accounts: number
  /** How long they go on. */
  readonly ms: number
}

const price = 50_000

/** So many callers, each of whom asks again when answered, for one account after the other. */
export async function measure({ caller, pids }: ScaleGroup, { load, callers, accounts, ms }: Work): Promise<Measured> {
  let answered = 0
  let placed = 0
  let next = 0
  const ask = async (action: string, params: object): Promise<unknown> => {
    const { success, error, data } = await caller.ask(action, params)
    if (!success) throw new Error(`${action}: ${error ?? 'refused'}`)
    answered += 1
    return data?.order_id
  }
  const before = await Promise.all(pids.map(cpuMsOf))
  const began = performance.now()
  const work = async (): Promise<void> => {
    while (performance.now() - began < ms) {
      next = (next % accounts) + 1
      const about = { broker_id: next, symbol: 'BTC/USDT' }
      if (load === 'ticker') await ask('get_ticker', about)
      else {
        const order = { side: 'buy', amount: 0.001, type: 'limit', price }
        const id = await ask('place_order', { ...about, ...order })
        placed += 1
        await ask('cancel_order', { ...about, order_id: id })
      }
    }
  }
  await Promise.all(Array.from({ length: callers }, work))
  const seconds = (performance.now() - began) / 1_000
  const after = await Promise.all(pids.map(cpuMsOf))
  const used = after.map((ms, index) => ms - (before[index] ?? 0))
  const all = used.reduce((sum, each) => sum + each, 0)
  return { perSecond: answered / seconds, cpuMs: all / answered, shares: used.map((each) => each / all), placed }
}
