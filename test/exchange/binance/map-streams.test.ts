import { describe, expect, it } from 'vitest'
import * as map from '../../../src-main/exchange/binance/map-streams.ts'
import { mapped } from '../streams/plain.ts'

/** The samples of docs/exchanges/streams.md §6, and Binance's own of its ticker. */
describe('Binance’s market streams', () => {
  it('best prices, without a time', () => {
    const sample =
      '{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}'
    const read = (text: string) => mapped((event) => map.bestPricesFrom(event, 'BNB/USDT'), text)
    expect(read(sample)).toEqual({
      symbol: 'BNB/USDT',
      bid: { price: '25.3519', quantity: '31.21' },
      ask: { price: '25.3652', quantity: '40.66' },
      time: null,
    })
    const oneSided = sample.replace('25.35190000', '0.00000000').replace('31.21000000', '0.00000000')
    expect(read(oneSided)).toMatchObject({ bid: null, ask: { price: '25.3652' } })
  })

  it.each([
    [true, 'sell'],
    [false, 'buy'],
  ])('a trade of which the buyer rested in the book (%s) was taken by who wanted to %s', (maker, takerSide) => {
    const sample = `{"e":"trade","E":1672515782136,"s":"BNBBTC","t":12345,"p":"0.001","q":"100","T":1672515782135,"m":${maker},"M":true}`
    expect(mapped((event) => map.tradeFrom(event, 'BNB/BTC'), sample)).toEqual({
      symbol: 'BNB/BTC',
      id: '12345',
      price: '0.001',
      quantity: '100',
      takerSide,
      time: 1672515782135,
    })
  })

  it.each([true, false])('a candle, closed: %s', (closed) => {
    const sample = `{"e":"kline","E":1672515782136,"s":"BNBBTC","k":{"t":1672515780000,"T":1672515839999,"s":"BNBBTC","i":"1m","o":"0.0010","c":"0.0020","h":"0.0025","l":"0.0015","v":"1000","n":100,"x":${closed},"q":"1.0000"}}`
    expect(mapped(map.liveCandleFrom, sample)).toEqual({
      time: 1672515780000,
      open: '0.001',
      high: '0.0025',
      low: '0.0015',
      close: '0.002',
      volume: '1000',
      closed,
    })
  })

  it('a ticker, at the event’s time', () => {
    const sample =
      '{"e":"24hrTicker","E":1672515782136,"s":"BNBBTC","p":"0.0015","P":"250.00","w":"0.0018","x":"0.0009","c":"0.0025","Q":"10","b":"0.0024","B":"10","a":"0.0026","A":"100","o":"0.0010","h":"0.0025","l":"0.0010","v":"10000","q":"18","O":0,"C":86400000,"F":0,"L":18150,"n":18151}'
    const read = (text: string) => mapped((event) => map.streamTickerFrom(event, 'BNB/BTC'), text)
    expect(read(sample)).toEqual({
      symbol: 'BNB/BTC',
      last: '0.0025',
      bid: '0.0024',
      ask: '0.0026',
      high: '0.0025',
      low: '0.001',
      volume: '10000',
      quoteVolume: '18',
      changePercent: '250',
      time: 1672515782136,
    })
    expect(read(sample.replace('"c":"0.0025"', '"c":"0.0000"'))).toMatchObject({ last: null, changePercent: null })
  })

  it('what is of another shape is refused', () => {
    const trade = '{"e":"trade","s":"BNBBTC","t":1,"p":"1","q":"1","T":1,"m":true}'
    for (const read of [map.liveCandleFrom, (event: unknown) => map.streamTickerFrom(event, 'BNB/BTC')])
      expect(() => mapped(read, trade)).toThrow()
    expect(() => mapped((event) => map.tradeFrom(event, 'BNB/BTC'), trade.replace('"p":"1"', '"p":"x"'))).toThrow()
  })
})
