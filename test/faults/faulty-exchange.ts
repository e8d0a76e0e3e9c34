import { startPracticeExchanges } from '@aristobot/practice'
import { onTestFinished } from 'vitest'

/** One order by its client id, as the exchange counted it. */
interface CountedOrder {
  readonly clientOrderId: string
  /** How often a request with this id arrived. */
  readonly arrived: number
  /** How many orders came of it. */
  readonly accepted: number
}

export interface FaultyExchange {
  readonly baseUrl: string
  /** Spoils the next request of this method to this path (after the exchange's prefix). */
  spoil(method: string, path: string, fault: unknown, count?: number): Promise<void>
  /** How many requests are still to be spoiled. */
  unspoiled(): Promise<number>
  /** What the exchange counted, by client order id. */
  counted(): Promise<readonly CountedOrder[]>
}

export const keys = { apiKey: 'faults-key', secret: 'faults-secret', passphrase: null }

/** A practice exchange with one account, closed when the test ends. */
export async function startFaultyExchange(): Promise<FaultyExchange> {
  const practice = await startPracticeExchanges({ seed: 'faults' })
  onTestFinished(() => practice.close())
  practice.openAccount('binance', { apiKey: keys.apiKey, secret: keys.secret })
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(practice.controlUrl + path, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`control ${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    baseUrl: practice.baseUrls.binance,
    async spoil(method, path, fault, count = 1) {
      await control('POST', '/faults', { match: { method, path }, fault, count })
    },
    async unspoiled() {
      return ((await control('GET', '/faults')) as { readonly left: number }).left
    },
    async counted() {
      const { clientOrders } = (await control('GET', '/statistics')) as {
        readonly clientOrders: { readonly binance: readonly CountedOrder[] }
      }
      return clientOrders.binance
    },
  }
}
