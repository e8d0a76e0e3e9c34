import { startPracticeHarness } from '../exchange/practice-harness.ts'
import { Credentials } from '../../src-main/exchange/credentials.ts'
import type { ConformanceHarness, Operation, Trouble } from './harness.ts'

const lists = ['oco', 'oto', 'opo', 'otoco', 'opoco'].map((kind) => `POST /api/v3/orderList/${kind}`)
const endpointsOf: Readonly<Record<Operation, readonly string[]>> = {
  read_ticker: ['GET /api/v3/ticker/24hr'],
  read_balance: ['GET /api/v3/account'],
  place: ['POST /api/v3/order'],
  place_list: lists,
  cancel: ['DELETE /api/v3/order'],
}

const faultOf = (trouble: Trouble): unknown => {
  if (trouble === 'unavailable') return { status: 503, body: 'busy' }
  if (trouble !== 'limited') return trouble
  return {
    status: 429,
    headers: { 'retry-after': '60' },
    body: {
      code: -1003,
      msg: 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE.',
    },
  }
}

interface Statistics {
  readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
  readonly clientOrders: {
    readonly binance?: readonly { readonly clientOrderId: string; readonly accepted: number }[]
  }
}

/** Binance, played by the practice exchange. */
export async function startBinanceHarness(): Promise<ConformanceHarness> {
  const practice = await startPracticeHarness()
  let ids = 0
  const statistics = async (): Promise<Statistics> =>
    (await practice.control('GET', '/statistics')) as Statistics
  return {
    exchange: 'binance',
    client: practice.client,
    symbol: 'BTC/USDT',
    otherSymbol: 'ETH/USDT',
    cancelOnlySymbol: 'LUNA/USDT',
    newId() {
      ids += 1
      return `xgc${String(ids).padStart(24, '0')}`
    },
    clientWith: (fault) =>
      practice.addAccount({
        accountId: fault,
        apiKey: fault === 'unknown_key' ? 'nobody-knows-me' : 'practice-key-1',
        secret: 'not-the-secret',
      }),
    changeCredentials: () =>
      practice.setConnection({ revision: 2, credentials: new Credentials('new', 'new', 'hmac') }),
    async setPrice(symbol, price, maxQuantity) {
      await practice.control('POST', '/price', { symbol, price, ...(maxQuantity && { maxQuantity }) })
    },
    async setStatus(symbol, status) {
      await practice.control('POST', '/market', { symbol, status })
    },
    async skewClock(offsetMs) {
      await practice.control('POST', '/clock', { offsetMs })
    },
    async spoil(operation, trouble, count = 1) {
      for (const endpoint of endpointsOf[operation]) {
        const [method, path] = endpoint.split(' ')
        await practice.control('POST', '/faults', { match: { method, path }, count, fault: faultOf(trouble) })
      }
    },
    async arrived(operation) {
      const { requests } = await statistics()
      const names = endpointsOf[operation].map((endpoint) => `binance ${endpoint}`)
      return requests
        .filter(({ endpoint }) => names.includes(endpoint))
        .reduce((sum, { seen }) => sum + seen, 0)
    },
    async acceptedUnder(clientOrderId) {
      const { clientOrders } = await statistics()
      const found = clientOrders.binance?.find((each) => each.clientOrderId === clientOrderId)
      return found?.accepted ?? 0
    },
    close: () => practice.close(),
  }
}
