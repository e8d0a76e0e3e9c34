import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { operations } from '../../../src-main/exchange/bitget/client.ts'
import { initialLimits } from '../../../src-main/exchange/bitget/limits.ts'
import { openSession } from '../../../src-main/exchange/bitget/session.ts'
import { headerSigner } from '../../../src-main/exchange/bitget/signing.ts'
import { BitgetVenue, fetchServerTime } from '../../../src-main/exchange/bitget/venue.ts'
import type { BaseExchangeClient } from '../../../src-main/exchange/core/base-exchange-client.ts'
import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import { type ExchangeLogger, silentLogger } from '../../../src-main/exchange/core/venue.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { answer as http, caught, type Played, type Sent as Asked, scripted } from '../scripted.ts'
import { btcUsdt, btcUsdtInstrument } from './market-fixtures.ts'

export type Fields = Readonly<Record<string, string>>

export interface Sent extends Asked {
  /** Query and body together. */
  readonly params: Fields
}

/** Answers by `METHOD /path`; `count` is how often that endpoint was asked, this time included. */
export type Script = Readonly<Record<string, (params: Fields, count: number) => Played>>

export { caught, http }

export const ok = (data: unknown): TransportOutcome =>
  http(200, { code: '00000', msg: 'success', requestTime: 1_800_000_000_000, data })

export const refusal = (code: string, msg = 'refused', status = 400): TransportOutcome =>
  http(status, { code, msg, requestTime: 1_800_000_000_000, data: null })

export const dropped: TransportOutcome = { kind: 'unknown', reason: 'ECONNRESET' }

const v2 = '/api/v2/spot'
export const at = {
  settings: 'GET /api/v3/account/settings',
  assets: `GET ${v2}/account/assets`,
  info: `GET ${v2}/account/info`,
  place: `POST ${v2}/trade/place-order`,
  cancel: `POST ${v2}/trade/cancel-order`,
  replace: `POST ${v2}/trade/cancel-replace-order`,
  orderInfo: `GET ${v2}/trade/orderInfo`,
  unfilled: `GET ${v2}/trade/unfilled-orders`,
  history: `GET ${v2}/trade/history-orders`,
  fills: `GET ${v2}/trade/fills`,
  placePlan: `POST ${v2}/trade/place-plan-order`,
  modifyPlan: `POST ${v2}/trade/modify-plan-order`,
  cancelPlan: `POST ${v2}/trade/cancel-plan-order`,
  plans: `GET ${v2}/trade/current-plan-order`,
  planHistory: `GET ${v2}/trade/history-plan-order`,
  planSubOrders: `GET ${v2}/trade/plan-sub-order`,
  time: 'GET /api/v2/public/time',
  symbols: `GET ${v2}/public/symbols`,
  tickers: `GET ${v2}/market/tickers`,
  orderbook: `GET ${v2}/market/orderbook`,
  candles: `GET ${v2}/market/candles`,
  historyCandles: `GET ${v2}/market/history-candles`,
  instruments: 'GET /api/v3/market/instruments',
  unifiedAssets: 'GET /api/v3/account/assets',
  funding: 'GET /api/v3/account/funding-assets',
  unifiedInfo: 'GET /api/v3/account/info',
  unifiedPlace: 'POST /api/v3/trade/place-order',
  unifiedModify: 'POST /api/v3/trade/modify-order',
  unifiedCancel: 'POST /api/v3/trade/cancel-order',
  unifiedOrder: 'GET /api/v3/trade/order-info',
  unifiedUnfilled: 'GET /api/v3/trade/unfilled-orders',
  unifiedHistory: 'GET /api/v3/trade/history-orders',
  strategies: 'GET /api/v3/trade/unfilled-strategy-orders',
  strategyHistory: 'GET /api/v3/trade/history-strategy-orders',
  cancelStrategy: 'POST /api/v3/trade/cancel-strategy-order',
} as const

/** Everything is empty, and time is this machine's. */
const standard: Script = {
  [at.time]: () => ok({ serverTime: String(Date.now()) }),
  [at.symbols]: () => ok([btcUsdt]),
  [at.instruments]: () => ok([btcUsdtInstrument]),
  [at.tickers]: () => ok([tickerRecord()]),
  [at.orderbook]: () => ok({ asks: [['60000.10', '1']], bids: [['59999.90', '1']], ts: '1' }),
  [at.orderInfo]: () => ok([]),
  [at.unfilled]: () => ok([]),
  [at.history]: () => ok([]),
  [at.plans]: () => ok({ nextFlag: false, idLessThan: '', orderList: [] }),
  [at.planHistory]: () => ok({ nextFlag: false, idLessThan: '', orderList: [] }),
  [at.assets]: () => ok([]),
  [at.fills]: () => ok([]),
  [at.unifiedOrder]: () => refusal('25204', 'Order does not exist'),
  [at.unifiedUnfilled]: () => ok({ list: [], cursor: '' }),
  [at.unifiedHistory]: () => ok({ list: null, cursor: null }),
  [at.strategies]: () => refusal('25200', 'category SPOT is not supported'),
  [at.strategyHistory]: () => refusal('25200', 'category SPOT is not supported'),
}

const asClassic: Script = { [at.settings]: () => refusal('40084', 'Account is of classic mode') }
const asUnified: Script = { [at.settings]: () => ok({ uid: '1', accountMode: 'unified' }) }

export interface ScriptOptions {
  readonly kind?: 'classic' | 'unified'
  readonly demo?: boolean
  readonly check?: () => void
  readonly clientIds?: MemoryClientIdStore
  readonly logger?: ExchangeLogger
}

/** A client whose exchange is a table of answers by endpoint, and a record of all that was sent. */
export function scriptedClient(script: Script, options: ScriptOptions = {}) {
  const { kind = 'classic', demo = false, check = () => undefined } = options
  const pauses: number[] = []
  const table: Script = { ...standard, ...(kind === 'classic' ? asClassic : asUnified), ...script }
  const { venue, sent, calls } = scripted<Sent>(
    {
      exchange: 'bitget',
      limits: initialLimits,
      fetchServerTime,
      logger: options.logger ?? silentLogger,
      pause: (ms) => {
        pauses.push(ms)
        return Promise.resolve()
      },
    },
    (request) => {
      const url = new URL(request.url)
      const body = JSON.parse(request.body ?? '{}') as Fields
      const params = { ...Object.fromEntries(url.searchParams), ...body }
      return { endpoint: `${request.method} ${url.pathname}`, params, request }
    },
    ({ endpoint, params }, count) => table[endpoint]?.(params, count),
  )
  const shared = new BitgetVenue(venue, demo)
  const clientFor = (accountId: string): BaseExchangeClient => {
    const signer = headerSigner(new Credentials('the-key', 'the-secret', 'hmac', 'the-passphrase'))
    const clientIds = options.clientIds ?? new MemoryClientIdStore()
    const signatory = { accountId, signer, check, secrets: () => ['the-key', 'the-passphrase'] }
    return new NativeClient(operations, openSession(shared, signatory, clientIds))
  }
  return { client: clientFor('a'), clientFor, venue, shared, sent, calls, pauses }
}

export function tickerRecord(change: object = {}) {
  return {
    symbol: 'BTCUSDT',
    lastPr: '60000',
    bidPr: '59999.90',
    askPr: '60000.10',
    high24h: '61000',
    low24h: '58000',
    baseVolume: '100',
    quoteVolume: '6000000',
    change24h: '0.0123',
    ts: '1800000000000',
    ...change,
  }
}

/** An order as orderInfo and the history tell it. */
export const orderRow = (change: object = {}) => ({
  userId: '1',
  symbol: 'BTCUSDT',
  orderId: '17',
  clientOid: 'old',
  price: '50000.0000000000000000',
  size: '0.0100000000000000',
  orderType: 'limit',
  side: 'buy',
  status: 'live',
  priceAvg: '0',
  baseVolume: '0.0000000000000000',
  quoteVolume: '0.0000000000000000',
  enterPointSource: 'API',
  feeDetail: '',
  orderSource: 'normal',
  tpslType: 'normal',
  triggerPrice: null,
  cTime: '1800000000000',
  uTime: '1800000000001',
  ...change,
})

/** The same among the unfilled orders: no `price`, and `priceAvg` is the order's. */
export const unfilledRow = (change: object = {}) => {
  const { price, ...row } = orderRow()
  return { ...row, priceAvg: price, basePrice: '', force: 'gtc', ...change }
}

/** A waiting TP/SL order among the unfilled ones. */
export const tpslRow = (change: object = {}) =>
  unfilledRow({
    orderId: '31',
    clientOid: '',
    side: 'sell',
    orderType: 'market',
    priceAvg: '0',
    tpslType: 'tpsl',
    triggerPrice: '55000.00',
    ...change,
  })

export const planRow = (change: object = {}) => ({
  orderId: '41',
  clientOid: 'plan-id',
  symbol: 'BTCUSDT',
  size: '0.01',
  executePrice: '',
  triggerPrice: '65000',
  status: 'not_trigger',
  orderType: 'market',
  side: 'buy',
  planType: 'amount',
  triggerType: 'fill_price',
  cTime: '1800000000000',
  uTime: '1800000000000',
  ...change,
})

export const plansOf = (...rows: readonly object[]) => ok({ nextFlag: false, idLessThan: '', orderList: rows })

export const unifiedRow = (change: object = {}) => ({
  orderId: '71',
  clientOid: 'old',
  category: 'SPOT',
  symbol: 'BTCUSDT',
  orderType: 'limit',
  side: 'buy',
  price: '50000',
  qty: '0.01',
  amount: '0',
  cumExecQty: '0',
  cumExecValue: '0',
  avgPrice: '0',
  timeInForce: 'gtc',
  orderStatus: 'live',
  takeProfit: '',
  stopLoss: '',
  tpOrderType: '',
  slOrderType: '',
  tpLimitPrice: '',
  slLimitPrice: '',
  feeDetail: [],
  cancelReason: '',
  createdTime: '1800000000000',
  updatedTime: '1800000000001',
  ...change,
})

/** A strategy order that holds both exits. */
export const strategyRow = (change: object = {}) => ({
  orderId: '81',
  clientOid: '',
  category: 'SPOT',
  symbol: 'BTCUSDT',
  type: 'tpsl',
  side: 'sell',
  qty: '0.01',
  takeProfit: '66000',
  stopLoss: '45000',
  tpOrderType: 'market',
  slOrderType: 'limit',
  tpLimitPrice: '',
  slLimitPrice: '44900',
  status: 'pending',
  createdTime: '1800000000100',
  updatedTime: '1800000000100',
  ...change,
})

/** The GatewayError that a promise must end in. */
