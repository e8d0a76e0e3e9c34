import { randomUUID } from 'node:crypto'
import type { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { payloadSigner, signedQuery } from '../../../src-main/exchange/binance/signing.ts'
import { headerSigner as bitgetSigner } from '../../../src-main/exchange/bitget/signing.ts'
import { requestSigner } from '../../../src-main/exchange/kraken/signing.ts'
import { headerSigner as kucoinSigner } from '../../../src-main/exchange/kucoin/signing.ts'
import type { ExchangeName } from '../../../src-shared/account.ts'

/** One request, ready to be sent. `idOf`: where its answer names the order. */
export interface Built {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly idOf?: (answer: Readonly<Record<string, unknown>>) => unknown
}

type Params = Readonly<Record<string, unknown>>
type Fields = Readonly<Record<string, string>>
type Builder = (action: string, params: Params) => Built

const text = (value: unknown): string => String(value)
const within = (value: unknown, name: string | number): unknown => (value as Params | undefined)?.[name]
const unknownAction = (action: string): never => {
  throw new Error(`the floor knows no ${action}`)
}
const plain = (target: string): Built => ({ method: 'GET', target, headers: {} })

function binance(credentials: Credentials): Builder {
  const signer = payloadSigner(credentials)
  const headers = { 'X-MBX-APIKEY': credentials.apiKey }
  const signed = (method: Built['method'], path: string, fields: Fields): Built => {
    const timing = { timestamp: Date.now(), recvWindow: 5_000 }
    return { method, target: `${path}?${signedQuery(fields, signer, timing)}`, headers }
  }
  const order = (params: Params): Fields => ({
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: text(params.amount),
    price: text(params.price),
  })
  return (action, params) => {
    switch (action) {
      case 'place_order':
        return {
          ...signed('POST', '/api/v3/order', { ...order(params), newClientOrderId: randomUUID() }),
          idOf: ({ orderId }) => orderId,
        }
      case 'cancel_order':
        return signed('DELETE', '/api/v3/order', { symbol: 'BTCUSDT', orderId: text(params.order_id) })
      case 'edit_order':
        return {
          ...signed('POST', '/api/v3/order/cancelReplace', {
            ...order(params),
            cancelReplaceMode: 'STOP_ON_FAILURE',
            cancelOrderId: text(params.order_id),
          }),
          idOf: ({ newOrderResponse }) => within(newOrderResponse, 'orderId'),
        }
      case 'get_ticker':
        return plain('/api/v3/ticker/24hr?symbol=BTCUSDT')
      case 'get_balance':
        return signed('GET', '/api/v3/account', { omitZeroBalances: 'true' })
      case 'fetch_open_orders':
        return signed('GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' })
      default:
        return unknownAction(action)
    }
  }
}

function bitget(credentials: Credentials): Builder {
  const signer = bitgetSigner(credentials)
  const signed = (method: 'GET' | 'POST', target: string, fields?: Fields): Built => {
    const body = fields === undefined ? '' : JSON.stringify(fields)
    const headers = signer({ timestamp: Date.now(), method, target, body })
    return { method, target, headers, ...(body !== '' && { body }) }
  }
  const idOf = ({ data }: Params): unknown => within(data, 'orderId')
  return (action, params) => {
    switch (action) {
      case 'place_order':
        return {
          ...signed('POST', '/api/v2/spot/trade/place-order', {
            symbol: 'BTCUSDT',
            side: 'buy',
            orderType: 'limit',
            force: 'gtc',
            price: text(params.price),
            size: text(params.amount),
            clientOid: randomUUID(),
          }),
          idOf,
        }
      case 'cancel_order':
        return signed('POST', '/api/v2/spot/trade/cancel-order', {
          symbol: 'BTCUSDT',
          orderId: text(params.order_id),
        })
      case 'edit_order':
        return {
          ...signed('POST', '/api/v2/spot/trade/cancel-replace-order', {
            symbol: 'BTCUSDT',
            orderId: text(params.order_id),
            price: text(params.price),
            size: text(params.amount),
          }),
          idOf,
        }
      case 'get_ticker':
        return plain('/api/v2/spot/market/tickers?symbol=BTCUSDT')
      case 'get_balance':
        return signed('GET', '/api/v2/spot/account/assets?assetType=hold_only')
      case 'fetch_open_orders':
        return signed('GET', '/api/v2/spot/trade/unfilled-orders?symbol=BTCUSDT')
      default:
        return unknownAction(action)
    }
  }
}

function kucoin(credentials: Credentials): Builder {
  const signer = kucoinSigner(credentials)
  const signed = (method: Built['method'], target: string, fields?: Fields): Built => {
    const body = fields === undefined ? '' : JSON.stringify(fields)
    const headers = signer({ timestamp: Date.now(), method, target, body }, '3')
    return { method, target, headers, ...(body !== '' && { body }) }
  }
  return (action, params) => {
    switch (action) {
      case 'place_order':
        return {
          ...signed('POST', '/api/v1/hf/orders/sync', {
            symbol: 'BTC-USDT',
            side: 'buy',
            type: 'limit',
            price: text(params.price),
            size: text(params.amount),
            clientOid: randomUUID(),
          }),
          idOf: ({ data }) => within(data, 'orderId'),
        }
      case 'cancel_order':
        return signed('DELETE', `/api/v1/hf/orders/sync/${text(params.order_id)}?symbol=BTC-USDT`)
      case 'edit_order':
        return {
          ...signed('POST', '/api/v1/hf/orders/alter', {
            symbol: 'BTC-USDT',
            orderId: text(params.order_id),
            newPrice: text(params.price),
            newSize: text(params.amount),
          }),
          idOf: ({ data }) => within(data, 'newOrderId'),
        }
      case 'get_ticker':
        return plain('/api/v1/market/stats?symbol=BTC-USDT')
      case 'get_balance':
        return signed('GET', '/api/v1/accounts')
      case 'fetch_open_orders':
        return signed('GET', '/api/v1/hf/orders/active?symbol=BTC-USDT')
      default:
        return unknownAction(action)
    }
  }
}

function kraken(credentials: Credentials): Builder {
  const sign = requestSigner(credentials)
  let nonce = Date.now() * 1_000
  const signed = (name: string, fields: Fields = {}): Built => {
    const path = `/0/private/${name}`
    const own = String((nonce += 1))
    const body = new URLSearchParams({ nonce: own, ...fields }).toString()
    return {
      method: 'POST',
      target: path,
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        'API-Key': credentials.apiKey,
        'API-Sign': sign(path, own, body),
      },
      body,
    }
  }
  return (action, params) => {
    switch (action) {
      case 'place_order':
        return {
          ...signed('AddOrder', {
            pair: 'XBTUSDT',
            type: 'buy',
            ordertype: 'limit',
            price: text(params.price),
            volume: text(params.amount),
          }),
          idOf: ({ result }) => within(within(result, 'txid'), 0),
        }
      case 'cancel_order':
        return signed('CancelOrder', { txid: text(params.order_id) })
      case 'edit_order':
        return {
          ...signed('AmendOrder', { txid: text(params.order_id), limit_price: text(params.price) }),
          idOf: () => params.order_id,
        }
      case 'get_ticker':
        return plain('/0/public/Ticker?pair=XBTUSDT')
      case 'get_balance':
        return signed('BalanceEx')
      case 'fetch_open_orders':
        return signed('OpenOrders')
      default:
        return unknownAction(action)
    }
  }
}

/** How each exchange is asked, with nothing but what it cannot do without. */
export const builders: Readonly<Record<ExchangeName, (credentials: Credentials) => Builder>> = {
  binance,
  bitget,
  kucoin,
  kraken,
}
