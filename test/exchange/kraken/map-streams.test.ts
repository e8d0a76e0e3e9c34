import { describe, expect, it } from 'vitest'
import * as map from '../../../src-main/exchange/kraken/map-streams.ts'
import { mapped } from '../streams/plain.ts'

const ticker =
  '{"channel":"ticker","type":"update","data":[{"symbol":"ETH/USDT","bid":0.10025,"bid_qty":740.0,"ask":0.10035,"ask_qty":740.0,"last":0.10035,"volume":997038.98383185,"vwap":0.10148,"low":0.09979,"high":0.10285,"change":-0.00017,"change_pct":-0.17}]}'

const message = (channel: string, ...rows: readonly string[]): string =>
  `{"channel":"${channel}","type":"update","data":[${rows.join()}]}`

/** The samples of docs/exchanges/streams.md §6. */
describe('Kraken’s public channels', () => {
  it('best prices', () => {
    const read = (text: string) => mapped((payload) => map.bestPricesFrom(payload, 'ETH/USDT'), text)
    expect(read(ticker)).toEqual({
      symbol: 'ETH/USDT',
      bid: { price: '0.10025', quantity: '740' },
      ask: { price: '0.10035', quantity: '740' },
      time: null,
    })
    expect(read(ticker.replace('"bid":0.10025', '"bid":0'))).toMatchObject({ bid: null })
    expect(read(ticker.replace('"ask":0.10035', '"ask":null'))).toMatchObject({ ask: null })
    const dated = ticker.replace('"change_pct"', '"timestamp":"2025-09-25T07:49:37.708706Z","change_pct"')
    expect(read(dated)).toMatchObject({ time: Date.UTC(2025, 8, 25, 7, 49, 37, 708) })
  })

  it('a ticker, at its own time or at that of its arrival', () => {
    const read = (text: string) => mapped((payload) => map.streamTickerFrom(payload, 'ETH/USDT', 5), text)
    expect(read(ticker)).toEqual({
      symbol: 'ETH/USDT',
      last: '0.10035',
      bid: '0.10025',
      ask: '0.10035',
      high: '0.10285',
      low: '0.09979',
      volume: '997038.98383185',
      quoteVolume: '101179.516079256138',
      changePercent: '-0.17',
      time: 5,
    })
    const dated = ticker.replace('"change_pct"', '"timestamp":"2025-09-25T07:49:37Z","change_pct"')
    expect(read(dated)).toMatchObject({ time: Date.UTC(2025, 8, 25, 7, 49, 37) })
    expect(read(ticker.replace('"last":0.10035', '"last":0'))).toMatchObject({ last: null, changePercent: null })
  })

  it('trades, whose microseconds are cut', () => {
    const sample =
      '{"symbol":"ETH/USDT","side":"sell","price":0.5117,"qty":40.0,"ord_type":"market","trade_id":4665906,"timestamp":"2023-09-25T07:49:37.708999Z"}'
    const second = sample.replace('4665906', '4665907').replace('sell', 'buy')
    const trade = { symbol: 'ETH/USDT', price: '0.5117', quantity: '40', time: Date.UTC(2023, 8, 25, 7, 49, 37, 708) }
    expect(mapped((payload) => map.tradesFrom(payload, 'ETH/USDT'), message('trade', sample, second))).toEqual([
      { ...trade, id: '4665906', takerSide: 'sell' },
      { ...trade, id: '4665907', takerSide: 'buy' },
    ])
  })

  it('candles, oldest first', () => {
    const sample =
      '{"symbol":"ETH/USDT","open":0.5624,"high":0.5628,"low":0.5622,"close":0.5627,"trades":12,"volume":30927.68066226,"vwap":0.5626,"interval_begin":"2023-10-04T16:25:00.000000000Z","interval":5}'
    const older = sample.replace('16:25', '16:20')
    const candle = {
      open: '0.5624',
      high: '0.5628',
      low: '0.5622',
      close: '0.5627',
      volume: '30927.68066226',
      closed: null,
    }
    expect(mapped(map.liveCandlesFrom, message('ohlc', sample, older))).toEqual([
      { time: Date.UTC(2023, 9, 4, 16, 20), ...candle },
      { time: Date.UTC(2023, 9, 4, 16, 25), ...candle },
    ])
  })

  it('a message of two pairs, of another channel, or with a time of another form is refused', () => {
    const trade = (symbol: string, time: string) =>
      `{"symbol":"${symbol}","side":"buy","price":1,"qty":1,"trade_id":1,"timestamp":"${time}"}`
    const read = (text: string) => () => mapped((payload) => map.tradesFrom(payload, 'A/B'), text)
    const time = '2023-10-04T16:25:00Z'
    expect(read(message('trade', trade('A/B', time)))).not.toThrow()
    expect(read(message('trade', trade('A/B', time), trade('C/D', time)))).toThrow('of several pairs')
    expect(read(message('ohlc', trade('A/B', time)))).toThrow()
    expect(read(message('trade', trade('A/B', '2023-10-04 16:25')))).toThrow('not a time')
    expect(read(message('trade', trade('A/B', '2023-13-04T16:25:00Z')))).toThrow('not a time')
  })
})
