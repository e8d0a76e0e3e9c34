import { describe, expect, it } from 'vitest'
import { marketTable } from '../../../src-main/exchange/core/markets.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { KuCoinNews } from '../../../src-main/exchange/kucoin/map-account-news.ts'
import { marketFrom } from '../../../src-main/exchange/kucoin/markets.ts'

const listing = (baseCurrency: string, quoteCurrency: string) =>
  marketFrom(
    {
      symbol: `${baseCurrency}-${quoteCurrency}`,
      baseCurrency,
      quoteCurrency,
      baseMinSize: '0.1',
      baseMaxSize: '1000',
      baseIncrement: '0.0001',
      quoteMinSize: '0.1',
      quoteMaxSize: '1000000',
      quoteIncrement: '0.01',
      priceIncrement: '0.0001',
      enableTrading: true,
    },
    0,
  )
const markets = marketTable([listing('KCS', 'USDT'), listing('KCS', 'BTC')].flatMap((each) => each ?? []))

/** The samples of docs/exchanges/streams.md §6, with what a case changes. */
const match = {
  symbol: 'KCS-USDT',
  orderType: 'limit',
  side: 'sell',
  orderId: '5efab07953bdea00089965fa',
  liquidity: 'taker',
  type: 'match',
  size: '0.1',
  filledSize: '0.1',
  price: '0.938',
  matchPrice: '0.96738',
  matchSize: '0.1',
  tradeId: '5efab07a4ee4c7000a82d6d9',
  clientOid: '1593487481000313',
  remainSize: '0',
  status: 'match',
}
const stop = {
  orderId: '5ec2stop',
  orderPrice: '0.00062',
  side: 'sell',
  size: '1',
  stop: 'entry',
  stopPrice: '0.00062',
  symbol: 'KCS-USDT',
  triggerSuccess: true,
  type: 'triggered',
}

function socket() {
  const news = new KuCoinNews()
  const message = (data: object): unknown =>
    parseJson(JSON.stringify({ type: 'message', data }).replace('}}', ',"ts":1593487482038606180}}'))
  const plain = (told: unknown): unknown => JSON.parse(JSON.stringify(told))
  return {
    order: (change: object = {}) => plain(news.ofOrders(message({ ...match, ...change }), markets)),
    stop: (change: object = {}) => plain(news.ofStops(message({ ...stop, ...change }), markets)),
  }
}

const touched = (orderId: string | null, symbol: string | null = 'KCS/USDT') => ({
  kind: 'order-touched',
  orderId,
  symbol,
})
const ofMatch = touched(match.orderId)

describe('what KuCoin pushes of an account', () => {
  it('a match is a fill, without a fee, at its own nanosecond', () => {
    expect(socket().order()).toEqual([
      {
        kind: 'fill',
        fill: {
          id: '5efab07a4ee4c7000a82d6d9',
          orderId: '5efab07953bdea00089965fa',
          clientOrderId: '1593487481000313',
          symbol: 'KCS/USDT',
          side: 'sell',
          price: '0.96738',
          quantity: '0.1',
          fee: null,
          maker: false,
          time: 1593487482038,
        },
      },
      ofMatch,
    ])
  })

  it.each(['open', 'filled', 'canceled', 'update'])('an order that is %s is to be asked for', (type) => {
    expect(socket().order({ type })).toEqual([ofMatch])
  })

  it('an order that has only just arrived is not told: it may not be found yet', () => {
    expect(socket().order({ type: 'received' })).toEqual([])
  })

  it('an order on a pair that we do not know yet', () => {
    expect(socket().order({ type: 'open', symbol: 'NEW-USDT' })).toEqual([touched(match.orderId, null)])
  })

  it.each(['open', 'cancel'])('a stop order: %s', (type) => {
    expect(socket().stop({ type })).toEqual([touched('5ec2stop')])
  })

  it('a trigger that failed is told as an open order, and to be asked for', () => {
    expect(socket().stop({ type: 'open', triggerSuccess: false, error: 'Balance insufficient!' })).toEqual([
      touched('5ec2stop'),
    ])
  })

  it('what becomes of a triggered stop happens to an order of another id: the stop is to be asked for until it ends', () => {
    const { order, stop } = socket()
    expect(stop()).toEqual([touched('5ec2stop'), touched(null)])
    expect(order({ type: 'open' })).toEqual([ofMatch, touched('5ec2stop')])
    expect(order({ type: 'open', side: 'buy' })).toEqual([ofMatch])
    expect(order({ type: 'open', symbol: 'KCS-BTC' })).toEqual([touched(match.orderId, 'KCS/BTC')])
    expect(order({ type: 'filled' })).toEqual([ofMatch, touched('5ec2stop')])
    expect(order({ type: 'open' })).toEqual([ofMatch])
  })
})
