import assert from 'node:assert/strict'
import type { AccountRun } from '../account-run.ts'
import { list, object, portfolio } from '../consumers.ts'
import { type Json, said } from '../django.ts'

const timeframes = ['1m', '3m', '5m', '15m', '1h', '4h']

function numbers(record: Readonly<Record<string, Json>>, names: readonly string[]): void {
  for (const name of names) assert.equal(typeof record[name], 'number', `${name}: ${said(record[name])}`)
}

/** Balances, markets, prices, candles. */
export async function readingChecks(run: AccountRun): Promise<void> {
  const { symbol } = run.column
  const [base = ''] = symbol.split('/')

  await run.check('M7', 'balances are numbers by asset, nothing beside', async () => {
    const data = object(await run.data('get_balance'), 'data')
    for (const [asset, value] of Object.entries(data)) {
      const record = object(value, asset)
      numbers(record, ['available', 'frozen', 'total', 'free', 'used'])
      assert.match(asset, /^[A-Z0-9.]{1,20}$/)
      assert.equal(record.free, record.available)
      assert.equal(record.used, record.frozen)
    }
    const totals = portfolio(data)
    assert.ok((totals.get('USDT') ?? 0) > 0, 'no USDT')
    assert.ok((totals.get(base) ?? 0) > 0, `no ${base}`)
  })

  await run.check('S5', 'markets by BASE/QUOTE', async () => {
    const data = object(await run.data('get_markets'), 'data')
    for (const [key, value] of Object.entries(data)) {
      const market = object(value, key)
      assert.match(key, /^[^/]+\/[^/]+$/)
      assert.equal(key, `${said(market.base)}/${said(market.quote)}`)
      numbers(market, ['min_amount', 'max_amount', 'price_precision', 'quantity_precision', 'min_trade_usdt'])
      numbers(market, ['taker_fee', 'maker_fee'])
      assert.equal(typeof market.active, 'boolean')
      assert.equal(typeof market.id, 'string')
      assert.deepEqual([market.type, market.spot], ['spot', true])
      numbers(object(market.precision, 'precision'), ['price', 'amount'])
      const limits = object(market.limits, 'limits')
      for (const name of ['amount', 'price', 'cost']) object(limits[name], name)
    }
    assert.equal(object(data[symbol], symbol).active, true)
  })

  await run.check('M8', 'a ticker has last and a time in ms', async () => {
    const ticker = object(await run.data('get_ticker', { symbol }), 'data')
    assert.equal(ticker.success, true)
    numbers(ticker, ['last', 'bid', 'ask', 'volume_24h', 'high_24h', 'low_24h', 'change_24h'])
    assert.ok(Number.isInteger(ticker.timestamp) && Number(ticker.timestamp) > 1.6e12)
  })

  await run.check('M8', 'an unlisted symbol is an error', async () => {
    const answer = await run.ask('get_ticker', { symbol: 'NOPE/USDT' })
    assert.equal(answer.success, false)
    assert.match(said(answer.error), /NOPE/)
  })

  await run.check('S17', 'flat symbols are understood', async () => {
    for (const text of [run.flatSymbol, run.flatSymbol.toLowerCase(), symbol.replace('/', '-')]) {
      const ticker = object(await run.data('get_ticker', { symbol: text }), text)
      assert.equal(ticker.symbol, symbol)
    }
  })

  await run.check('M9', 'tickers are under the caller’s own keys', async () => {
    const symbols = [symbol, 'SOL/USDT']
    const data = object(await run.data('fetch_tickers', { symbols }), 'data')
    assert.deepEqual(Object.keys(data).sort(), [...symbols].sort())
    for (const each of symbols) numbers(object(data[each], each), ['last'])
  })

  await run.check('M10', 'unlisted symbols are left out', async () => {
    const symbols = ['USDT/USDT', symbol, 'NOPE/USDT']
    const data = object(await run.data('fetch_tickers', { symbols }), 'data')
    assert.deepEqual(Object.keys(data), [symbol])
    assert.deepEqual(await run.data('fetch_tickers', { symbols: ['NOPE/USDT'] }), {})
  })

  for (const timeframe of timeframes) {
    await run.check('S6', `candles of ${timeframe}`, async () => {
      const data = await run.data('get_candles', { symbol, timeframe, limit: 5 })
      assert.ok(Array.isArray(data) && data.length > 0 && data.length <= 5, `${JSON.stringify(data).length}`)
      const rows = data as readonly (readonly number[])[]
      for (const [time = 0, open = 0, high = 0, low = 0, close = 0, volume = -1, ...rest] of rows) {
        assert.equal(rest.length, 0)
        assert.ok(time > 1.6e12 && Number.isInteger(time))
        assert.ok(high >= Math.max(open, close) && low <= Math.min(open, close) && volume >= 0)
      }
      const times = rows.map(([time = 0]) => time)
      assert.deepEqual(
        times,
        [...times].sort((a, b) => a - b),
      )
    })
  }

  await run.check('S15', 'a good login is told, with balances', async () => {
    const data = object(await run.data('test_connection'), 'data')
    assert.deepEqual([data.success, data.connected, data.markets_loading], [true, true, true])
    const sample = Object.values(object(data.balance_sample, 'balance_sample'))
    assert.ok(sample.length > 0 && sample.length <= 3)
    for (const each of sample) numbers(object(each, 'sample'), ['free', 'total'])
  })

  await run.check('S14', 'preloading counts brokers', async () => {
    const answer = await run.django.ask('preload_brokers', {}, { user_id: null })
    const data = object(answer.data, 'data')
    assert.ok(Number(data.loaded_brokers) >= 1)
    assert.equal(data.failed_brokers, 0)
  })

  for (const action of ['fetch_open_orders', 'fetch_closed_orders']) {
    await run.check('M13', `${action} of an account without orders is an empty list`, async () => {
      assert.deepEqual(list(await run.data(action, { limit: 50 }), 'data'), [])
      assert.deepEqual(list(await run.data(action, { symbol, tpsl_type: 'tpsl' }), 'data'), [])
    })
  }

  await run.check('S13', 'no order is an error with a sentence', async () => {
    const answer = await run.ask('get_order_info', { order_id: '1', symbol })
    assert.equal(answer.success, false)
    assert.ok(said(answer.error).length > 10)
  })

  for (const [action, params] of [
    ['cancel_order', { order_id: '123456789', symbol }],
    ['cancel_order', { order_id: '123456789' }],
    ['edit_order', { order_id: '123456789', symbol, price: 1, amount: 1 }],
  ] as const) {
    await run.check('M5', `${action} of no order (${Object.keys(params).join(', ')}) says so`, async () => {
      const answer = await run.ask(action, params)
      assert.equal(answer.success, false)
      assert.match(said(answer.error), /ordre|order/i)
    })
  }
}
