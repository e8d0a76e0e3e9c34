import { createHmac } from 'node:crypto'
import { afterEach } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { startPracticeExchanges, type PracticeExchanges, type PracticeOptions } from '../../src/practice-exchanges.ts'
import { startTime } from '../support/server-fixture.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Json
}

export type Parameters = Readonly<Record<string, string>>

const running: BinanceFixture[] = []

afterEach(async () => {
  for (const fixture of running.splice(0)) await fixture.close()
})

/** A practice Binance on a clock that only moves when told, with one account; closed after the test. */
export class BinanceFixture {
  time = startTime
  readonly exchanges: PracticeExchanges
  readonly #secret = 'the-secret'

  private constructor(exchanges: PracticeExchanges) {
    this.exchanges = exchanges
  }

  static async start(options: PracticeOptions = {}): Promise<BinanceFixture> {
    const clock = { now: () => startTime }
    const exchanges = await startPracticeExchanges({
      seed: 'test',
      listings: 'tests',
      now: () => clock.now(),
      ...options,
    })
    const fixture = new BinanceFixture(exchanges)
    clock.now = () => fixture.time
    exchanges.openAccount('binance', { apiKey: 'the-key', secret: 'the-secret' })
    running.push(fixture)
    return fixture
  }

  get base(): string {
    return this.exchanges.baseUrls.binance
  }

  async close(): Promise<void> {
    await this.exchanges.close()
  }

  setPrice(symbol: string, price: string): void {
    this.exchanges.setPrice('binance', symbol, Money.parse(price))
  }

  /** An unsigned request; `path` with its query. */
  async open(path: string, init: RequestInit = {}): Promise<Answer> {
    return answerOf(await fetch(`${this.base}${path}`, init))
  }

  /** A request signed with the account's secret, everything in the query. */
  async signed(method: string, path: string, parameters: Parameters = {}, init: RequestInit = {}): Promise<Answer> {
    const query = queryOf({ ...parameters, timestamp: String(this.time) })
    const signature = createHmac('sha256', this.#secret).update(query).digest('hex')
    return this.open(`${path}?${query}&signature=${signature}`, {
      ...init,
      method,
      headers: { 'X-MBX-APIKEY': 'the-key' },
    })
  }

  order(parameters: Parameters): Promise<Answer> {
    return this.signed('POST', '/api/v3/order', parameters)
  }

  limitBuy(parameters: Parameters = {}): Promise<Answer> {
    return this.order({
      symbol: 'BTCUSDT',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      price: '60000',
      ...parameters,
    })
  }

  /** A limit order that can be given up. */
  limitBuyWith(signal: AbortSignal): Promise<Answer> {
    return this.signed(
      'POST',
      '/api/v3/order',
      { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '60000' },
      { signal },
    )
  }

  /** Asks again until it is so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    for (let attempt = 0; attempt < 500; attempt += 1) if (await isSo()) return
    throw new Error('it did not become so')
  }

  async control(method: string, path: string, body?: Json, headers: Parameters = {}): Promise<Answer> {
    const init: RequestInit =
      body === undefined
        ? { method, headers }
        : { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
    return answerOf(await fetch(`${this.exchanges.controlUrl}${path}`, init))
  }

  async free(asset: string): Promise<string> {
    return this.#balance(asset, 'free')
  }

  async locked(asset: string): Promise<string> {
    return this.#balance(asset, 'locked')
  }

  async #balance(asset: string, which: string): Promise<string> {
    const { body } = await this.signed('GET', '/api/v3/account')
    const found = list(field(body, 'balances')).find((each) => field(each, 'asset') === asset)
    return textOf(field(found ?? null, which))
  }
}

export function queryOf(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') === true
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? (JSON.parse(text) as Json) : text,
  }
}

/** A member of an object, or null. */
export function field(value: Json, name: string): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  return (value as Readonly<Record<string, Json>>)[name] ?? null
}

/** The array, or an empty one. */
export function list(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

/** A string or a number as text. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const at = (value: Json, index: number): Json => list(value)[index] ?? null
export const code = (answer: Answer): Json => field(answer.body, 'code')
export const message = (answer: Answer): Json => field(answer.body, 'msg')
