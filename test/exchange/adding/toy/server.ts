import type { Response } from '../../../../src-main/exchange/core/classify.ts'
import type { TransportOutcome, TransportRequest } from '../../../../src-main/exchange/http/transport.ts'

type Kept = Record<'id' | 'client' | 'pair' | 'side' | 'price' | 'size' | 'done' | 'state', string> & {
  at: number
}

const response = (status: number, body: unknown): Response => ({
  kind: 'response',
  status,
  headers: {},
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
const refusal = (code: string): Response => response(400, { error: { code, words: `no: ${code}` } })

/** The other hand: an exchange of one pair in memory, with a fault for the next request that places an order. */
export class ToyServer {
  readonly orders: Kept[] = []
  readonly sent: string[] = []
  tick = '0.01'
  fault: { readonly answer: TransportOutcome; readonly executed: boolean } | null = null

  send(request: TransportRequest): Promise<TransportOutcome> {
    const url = new URL(request.url)
    this.sent.push(`${request.method} ${url.pathname}`)
    return Promise.resolve(this.#answer(request.method, url.pathname, Object.fromEntries(url.searchParams)))
  }

  #answer(method: string, path: string, params: Readonly<Record<string, string>>): TransportOutcome {
    if (path === '/pairs') {
      const pair = {
        pair: 'gold-coin',
        base: 'GOLD',
        quote: 'COIN',
        tick: this.tick,
        step: '0.1',
        open: true,
      }
      return response(200, { data: [pair, { pair: 'of a shape to come' }] })
    }
    const named = this.orders.filter(({ id, client }) => id === params.id || client === params.client)
    const [order] = named
    if (method === 'GET') return response(200, { data: 'id' in params || 'client' in params ? named : this.orders })
    if (method === 'DELETE') {
      if (order?.state !== 'open') return refusal('GONE')
      order.state = 'gone'
      return response(200, { data: order })
    }
    return this.#place(params)
  }

  #place({
    client = '',
    pair = '',
    side = '',
    price = '',
    size = '',
  }: Readonly<Record<string, string>>): TransportOutcome {
    const { fault } = this
    this.fault = null
    if (fault?.executed === false) return fault.answer
    if (this.orders.some((each) => each.client === client)) return refusal('TAKEN')
    const order = {
      id: `t${this.orders.length + 1}`,
      client,
      pair,
      side,
      price,
      size,
      done: '0',
      state: 'open',
      at: 1,
    }
    this.orders.push(order)
    return fault?.answer ?? response(200, { data: order })
  }
}

export const answers = { response, refusal }
