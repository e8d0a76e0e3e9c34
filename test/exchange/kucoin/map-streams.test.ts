import { describe, expect, it } from 'vitest'
import * as map from '../../../src-main/exchange/kucoin/map-streams.ts'
import { mapped } from '../streams/plain.ts'

const message = (topic: string, data: string): string =>
  `{"type":"message","topic":"${topic}","subject":"s","data":${data}}`

/** The samples of docs/exchanges/streams.md §6, and KuCoin's own of its snapshot. */
describe('KuCoin’s classic topics', () => {
  it('best prices of level1, whose sides are one row each', () => {
    const sample =
      '{"type":"message","topic":"/spotMarket/level1:ETH-USDT","subject":"level1","data":{"asks":["9989","8"],"bids":["9984","10"],"timestamp":1586948108193}}'
    const read = (text: string) => mapped((payload) => map.bestPricesFrom(payload, 'ETH/USDT'), text)
    expect(read(sample)).toEqual({
      symbol: 'ETH/USDT',
      bid: { price: '9984', quantity: '10' },
      ask: { price: '9989', quantity: '8' },
      time: 1586948108193,
    })
    for (const none of ['[]', 'null', '["0","0"]'])
      expect(read(sample.replace('["9984","10"]', none))).toMatchObject({ bid: null, ask: { price: '9989' } })
    expect(read(sample.replace('"bids":["9984","10"],', ''))).toMatchObject({ bid: null })
  })

  it('best prices of the ticker', () => {
    const sample =
      '{"sequence":"1545896668986","price":"0.08","size":"0.011","bestAsk":"0.08","bestAskSize":"0.18","bestBid":"0.049","bestBidSize":"0.036","time":1704873323416}'
    const read = (data: string) =>
      mapped((payload) => map.tickerBestPricesFrom(payload, 'BTC/USDT'), message('/market/ticker:BTC-USDT', data))
    expect(read(sample)).toEqual({
      symbol: 'BTC/USDT',
      bid: { price: '0.049', quantity: '0.036' },
      ask: { price: '0.08', quantity: '0.18' },
      time: 1704873323416,
    })
    expect(read(sample.replace('"0.049"', 'null'))).toMatchObject({ bid: null })
  })

  it('trades, whose nanoseconds are cut and not rounded', () => {
    const sample =
      '{"sequence":"1545896669145","symbol":"BTC-USDT","side":"buy","price":"0.08200000000000000000","size":"0.01022222000000000000","tradeId":"5c24c5da03aa673885cd67aa","time":"1545913818099999999"}'
    expect(mapped((payload) => map.tradeFrom(payload, 'BTC/USDT'), message('/market/match:BTC-USDT', sample))).toEqual({
      symbol: 'BTC/USDT',
      id: '5c24c5da03aa673885cd67aa',
      price: '0.082',
      quantity: '0.01022222',
      takerSide: 'buy',
      time: 1545913818099,
    })
  })

  it('a candle, whose close comes before high and low', () => {
    const sample =
      '{"symbol":"BTC-USDT","candles":["1589968800","9786.9","9740.8","9806.1","9732","27.45649579","268280.09830877"],"time":1589970010253893337}'
    expect(mapped(map.liveCandleFrom, message('/market/candles:BTC-USDT_1hour', sample))).toEqual({
      time: 1589968800000,
      open: '9786.9',
      high: '9806.1',
      low: '9732',
      close: '9740.8',
      volume: '27.45649579',
      closed: null,
    })
  })

  it('the ticker of 24 hours, from the snapshot, whose numbers are bare', () => {
    const sample =
      '{"sequence":"1550467108699","data":{"trading":true,"symbol":"BTC-USDT","buy":3907.96473101,"sell":3910.59642466,"volValue":625464.43726646701675060000,"datetime":1550649830150,"high":3992.14813500000000000000,"vol":159.44743710000000000000,"low":3855.00000100000000000000,"changePrice":10.59642467000000000000,"changeRate":0.0027,"lastTradedPrice":3910.59642467,"open":3900.00000000000000000000}}'
    const read = (data: string) =>
      mapped((payload) => map.streamTickerFrom(payload, 'BTC/USDT'), message('/market/snapshot:BTC-USDT', data))
    expect(read(sample)).toEqual({
      symbol: 'BTC/USDT',
      last: '3910.59642467',
      bid: '3907.96473101',
      ask: '3910.59642466',
      high: '3992.148135',
      low: '3855.000001',
      volume: '159.4474371',
      quoteVolume: '625464.4372664670167506',
      changePercent: '0.27',
      time: 1550649830150,
    })
    expect(
      read('{"data":{"symbol":"BTC-USDT","buy":null,"vol":0,"lastTradedPrice":null,"datetime":1550649830150}}'),
    ).toEqual({
      symbol: 'BTC/USDT',
      last: null,
      bid: null,
      ask: null,
      high: null,
      low: null,
      volume: '0',
      quoteVolume: '0',
      changePercent: null,
      time: 1550649830150,
    })
  })

  it('another topic’s message is refused', () => {
    expect(() => mapped(map.liveCandleFrom, message('/market/match:BTC-USDT', '{}'))).toThrow()
  })
})
