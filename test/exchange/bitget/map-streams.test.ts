import { describe, expect, it } from 'vitest'
import * as classic from '../../../src-main/exchange/bitget/classic/map-streams.ts'
import * as unified from '../../../src-main/exchange/bitget/unified/map-streams.ts'
import { mapped } from '../streams/plain.ts'

/** A push of v2 with the sample's `data`. */
function v2(channel: string, data: string): string {
  return `{"action":"snapshot","arg":{"instType":"SPOT","channel":"${channel}","instId":"BTCUSDT"},"data":${data},"ts":1695710946300}`
}

/** The samples of docs/exchanges/streams.md §6. */
describe('Bitget’s v2 channels', () => {
  it('a ticker, which may lack much of its 24 hours', () => {
    const sample =
      '{"action":"snapshot","arg":{"instType":"SPOT","channel":"ticker","instId":"ETHUSDT"},"data":[{"instId":"ETHUSDT","lastPr":"2200.10","bidPr":"1792","askPr":"2200.1","bidSz":"0.0084","askSz":"19740.8811","ts":"1695702438018"}],"ts":1695702438029}'
    const read = (text: string) => mapped((push) => classic.streamTickerFrom(push, 'ETH/USDT'), text)
    expect(read(sample)).toEqual({
      symbol: 'ETH/USDT',
      last: '2200.1',
      bid: '1792',
      ask: '2200.1',
      high: null,
      low: null,
      volume: '0',
      quoteVolume: '0',
      changePercent: null,
      time: 1695702438018,
    })
    const whole = sample.replace(
      '"bidPr":"1792"',
      '"bidPr":"0","high24h":"2300","low24h":"2100.50","baseVolume":"10","quoteVolume":"22000","change24h":"-0.0125"',
    )
    expect(read(whole)).toMatchObject({
      bid: null,
      high: '2300',
      low: '2100.5',
      volume: '10',
      quoteVolume: '22000',
      changePercent: '-1.25',
    })
  })

  it('trades, by the side that took', () => {
    const sample = '[{"ts":"1695709835822","price":"26293.4","size":"0.0013","side":"buy","tradeId":"1000000000"}]'
    expect(mapped((push) => classic.tradesFrom(push, 'BTC/USDT'), v2('trade', sample))).toEqual([
      {
        symbol: 'BTC/USDT',
        id: '1000000000',
        price: '26293.4',
        quantity: '0.0013',
        takerSide: 'buy',
        time: 1695709835822,
      },
    ])
  })

  it('best prices of books1, and of no channel that may tell only changes', () => {
    const sample = '[{"asks":[["26274.9","0.0009"]],"bids":[["26274.8","0.0009"]],"checksum":0,"ts":"1695710946294"}]'
    const read = (text: string) => mapped((push) => classic.bestPricesFrom(push, 'BTC/USDT'), text)
    expect(read(v2('books1', sample))).toEqual({
      symbol: 'BTC/USDT',
      bid: { price: '26274.8', quantity: '0.0009' },
      ask: { price: '26274.9', quantity: '0.0009' },
      time: 1695710946294,
    })
    expect(read(v2('books1', sample.replace('[["26274.8","0.0009"]]', '[]')))).toMatchObject({ bid: null })
    expect(() => read(v2('books', sample))).toThrow()
  })

  it('candles, oldest first', () => {
    const row = (time: string) => `["${time}","2200.1","2200.3","2200.0","2200.2","1.5","0","0"]`
    const sample = `[${row('1695672840000')},${row('1695672780000')}]`
    const candle = { open: '2200.1', high: '2200.3', low: '2200', close: '2200.2', volume: '1.5', closed: null }
    expect(mapped(classic.liveCandlesFrom, v2('candle1m', sample))).toEqual([
      { time: 1695672780000, ...candle },
      { time: 1695672840000, ...candle },
    ])
  })
})

/** A push of v3 with the sample's `data`. */
function v3(topic: string, row: string): string {
  return `{"data":[${row}],"arg":{"instType":"spot","symbol":"BTCUSDT","topic":"${topic}"},"action":"snapshot","ts":1746698732563}`
}

/** The samples of docs/exchanges/streams.md §6. */
describe('Bitget’s v3 topics', () => {
  it('best prices', () => {
    const sample =
      '{"data":[{"a":[["99756.7","23.9774"]],"b":[["99756.6","0.0128"]],"pseq":0,"seq":1304314508780744705,"maxDepth":"50","ts":"1746698732562"}],"arg":{"instType":"usdt-futures","symbol":"BTCUSDT","topic":"books1"},"action":"snapshot","ts":1746698732563}'
    expect(mapped((push) => unified.bestPricesFrom(push, 'BTC/USDT'), sample)).toEqual({
      symbol: 'BTC/USDT',
      bid: { price: '99756.6', quantity: '0.0128' },
      ask: { price: '99756.7', quantity: '23.9774' },
      time: 1746698732562,
    })
  })

  it('a ticker, at the push’s time', () => {
    const sample = '{"bid1Price":"99999","bid1Size":"186.183209","ask1Price":"100000","lastPrice":"100000"}'
    const read = (row: string) => mapped((push) => unified.streamTickerFrom(push, 'BTC/USDT'), v3('ticker', row))
    expect(read(sample)).toEqual({
      symbol: 'BTC/USDT',
      last: '100000',
      bid: '99999',
      ask: '100000',
      high: null,
      low: null,
      volume: '0',
      quoteVolume: '0',
      changePercent: null,
      time: 1746698732563,
    })
    const whole =
      '{"highPrice24h":"4552.9","lowPrice24h":"4421.82","openPrice24h":"4466.32","lastPrice":"4488.01","turnover24h":"6665054599.47691892","volume24h":"1484525.858642","bid1Price":"4488","ask1Price":"4488.01","bid1Size":"235.61","ask1Size":"167.15","price24hPcnt":"-0.00252","deliveryTime":""}'
    expect(read(whole)).toMatchObject({
      high: '4552.9',
      low: '4421.82',
      volume: '1484525.858642',
      quoteVolume: '6665054599.47691892',
      changePercent: '-0.252',
    })
  })

  it('trades', () => {
    const sample = '{"p":"100000","S":"buy","T":"1736348770627","v":"0.00118","i":"1260903622036942849","isRPI":"no"}'
    expect(mapped((push) => unified.tradesFrom(push, 'BTC/USDT'), v3('publicTrade', sample))).toEqual([
      {
        symbol: 'BTC/USDT',
        id: '1260903622036942849',
        price: '100000',
        quantity: '0.00118',
        takerSide: 'buy',
        time: 1736348770627,
      },
    ])
  })

  it('candles', () => {
    const sample =
      '{"start":"1710518400000","open":"276670","high":"400005","low":"276670","close":"400005","volume":"0.423","turnover":"148190.38375"}'
    expect(mapped(unified.liveCandlesFrom, v3('kline', sample))).toEqual([
      {
        time: 1710518400000,
        open: '276670',
        high: '400005',
        low: '276670',
        close: '400005',
        volume: '0.423',
        closed: null,
      },
    ])
  })

  it('another topic’s push is refused', () => {
    expect(() => mapped(unified.liveCandlesFrom, v3('ticker', '{}'))).toThrow()
    expect(() =>
      mapped((push) => unified.bestPricesFrom(push, 'A/B'), v3('books50', '{"a":[],"b":[],"ts":"1"}')),
    ).toThrow()
  })
})
