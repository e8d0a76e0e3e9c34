import assert from 'node:assert/strict'
import type { AccountRun } from '../account-run.ts'
import { list, object, shownPrice, terminal7 } from '../consumers.ts'
import { float, type JsonObject, said } from '../django.ts'
import { checkColumns, checkEnd, checkLeftOut, checkShape, checkStatus, checkTimes } from './order-object.ts'

const open = async (run: AccountRun, params: object = {}): Promise<readonly JsonObject[]> =>
  list(await run.data('fetch_open_orders', params), 'open orders')
const closed = async (run: AccountRun, params: object = {}): Promise<readonly JsonObject[]> =>
  list(await run.data('fetch_closed_orders', params), 'closed orders')
const withId = (orders: readonly JsonObject[], id: unknown): JsonObject =>
  object(
    orders.find((order) => order.id === id),
    `the order ${said(id)} among ${said(orders.length)}`,
  )
const place = async (run: AccountRun, params: object, more: object = {}): Promise<JsonObject> =>
  object(await run.data('place_order', { symbol: run.column.symbol, price: null, ...params }, more), 'data')

/** The open orders, once the exchange's limits let them be asked for: a Kraken key has few questions. */
async function patiently(run: AccountRun): Promise<readonly JsonObject[]> {
  const deadline = Date.now() + 90_000
  for (;;) {
    const { success, data, error } = await run.ask('fetch_open_orders')
    if (success) return list(data, 'open orders')
    if (Date.now() > deadline) throw new Error(`open orders were refused: ${said(error)}`)
    await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
}

/** An order once it has been executed: an exchange's lists may lag. */
async function executed(run: AccountRun, id: unknown): Promise<JsonObject> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const orders = await closed(run, { symbol: run.column.symbol, limit: 50 })
    if (orders.some((order) => order.id === id) || Date.now() > deadline) return withId(orders, id)
  }
}

/**
 * The open orders, once there are so many: what is on its way to the exchange or from it is in no list for a moment.
 */
async function openOnce(run: AccountRun, count: number): Promise<readonly JsonObject[]> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const rows = await patiently(run)
    if (rows.length === count || Date.now() > deadline) return rows
  }
}

async function cancelAll(run: AccountRun): Promise<void> {
  for (const { id, symbol } of await open(run)) await run.ask('cancel_order', { order_id: id, symbol })
}

function isAlike(one: JsonObject, other: JsonObject): void {
  const keys = (order: JsonObject): readonly string[] =>
    Object.keys(order)
      .filter((key) => key !== 'priceAvg')
      .sort()
  assert.deepEqual(keys(one), keys(other))
}

/** Market orders, as the trading engine, the web page and the order monitor meet them. */
export async function executionChecks(run: AccountRun): Promise<void> {
  const { symbol, quantity } = run.column

  await run.check('M12', 'a market buy spends quote, a sale sells base', async () => {
    const bought = await place(run, { side: 'buy', amount: float(60), type: 'market' })
    const spent = Number((await executed(run, bought.id)).cost)
    assert.ok(spent > 50 && spent <= 60.001, `spent ${spent}`)
    const { id } = await place(run, { side: 'sell', amount: quantity, type: 'market' })
    const sold = await executed(run, id)
    assert.ok(Math.abs(Number(sold.filled) - quantity) < quantity / 100, `sold ${said(sold.filled)}`)
  })

  let placed: JsonObject = {}
  await run.check('M11', 'placing answers an object with what its readers expect', async () => {
    placed = await place(run, { side: 'buy', amount: 55, type: 'market' }, { trace_id: 'a webhook' })
    assert.deepEqual([placed.success, typeof placed.order_id], [true, 'string'])
    for (const key of ['filled', 'filled_amount', 'remaining_amount', 'quote_volume', 'amount_total'])
      assert.equal(typeof placed[key], 'number', key)
    assert.ok(placed.price === null || typeof placed.price === 'number')
    assert.equal(typeof object(placed.fee, 'fee').cost, 'number')
    for (const key of ['specialized_fields', 'exchange_raw_data']) object(placed[key], key)
    for (const key of ['trade_id', 'update_time', 'client_order_id', 'status'])
      assert.equal(typeof placed[key], 'string', key)
  })

  await run.check('S7', 'id is order_id, as text', async () => {
    assert.ok(typeof placed.id === 'string' && placed.id !== '' && placed.id.length <= 128)
    assert.equal(placed.id, placed.order_id)
    return Promise.resolve()
  })

  await run.check('M14', 'Terminal 7 records the execution', async () => {
    await executed(run, placed.id)
    const order = withId(await closed(run, { limit: 50 }), placed.id)
    const execution = terminal7(order)
    assert.ok(execution !== null, `status ${said(order.status)}`)
    assert.deepEqual([execution.orderId, execution.symbol, execution.side], [placed.id, symbol, 'buy'])
    assert.ok(execution.quantity > 0 && execution.price > 0 && execution.fees > 0, JSON.stringify(execution))
    assert.ok(execution.fees < 1, `fees of ${execution.fees} dollars`)
    assert.ok(Math.abs((execution.executedAt ?? 0) - Date.now()) < 120_000)
  })

  await run.check('M17', 'the web page’s trade has a number and what the page reads', async () => {
    const price = await run.price()
    const answer = await run.ask('create_and_execute_trade', {
      symbol,
      side: 'buy',
      order_type: 'market',
      quantity: float(60 / price),
      total_value: float(60),
      price: null,
      stop_loss_price: null,
      take_profit_price: null,
      trigger_price: null,
      trade_type: 'manual',
      source: 'trading_manual',
      demandeur: 'Trading Manuel',
      action: 'create_and_execute_trade',
      user_id: 1,
      timestamp: Date.now(),
    })
    assert.equal(answer.success, true, said(answer.error))
    const data = object(answer.data, 'data')
    assert.ok(Number.isSafeInteger(data.trade_id) && Number(data.trade_id) > 0)
    assert.ok(['pending', 'executed'].includes(said(data.status)))
    for (const key of ['exchange_order_id', 'message', 'symbol', 'side']) assert.equal(typeof data[key], 'string')
    await executed(run, data.exchange_order_id)
  })

  await run.check('S12', 'closed orders by time, by symbol, by id, in both spellings', async () => {
    const hourAgo = said(Date.now() - 3_600_000)
    const all = await closed(run, { start_time: hourAgo })
    assert.ok(all.length >= 4, said(all.length))
    assert.equal((await closed(run, { startTime: hourAgo, endTime: said(Date.now() + 60_000) })).length, all.length)
    assert.equal((await closed(run, { endTime: hourAgo })).length, 0)
    assert.equal((await closed(run, { symbol: run.flatSymbol, since: Number(hourAgo) })).length, all.length)
    assert.equal((await closed(run, { limit: '2', since: Number(hourAgo) })).length, 2)
    // Without bounds it is Terminal 7's scan: the purchase before its sale.
    const scanned = (await closed(run, { limit: '2' })).map(({ updated_ms }) => Number(updated_ms))
    assert.deepEqual(
      scanned,
      scanned.toSorted((a, b) => a - b),
    )
    const [first, ...rest] = all
    assert.deepEqual(
      (await closed(run, { idLessThan: first?.id })).map(({ id }) => id),
      rest.map(({ id }) => id),
    )
    assert.deepEqual(
      (await closed(run, { orderId: placed.id, symbol })).map(({ id }) => id),
      [placed.id],
    )
  })
}

/** Orders that rest, are looked at, changed and cancelled. */
export async function restingChecks(run: AccountRun): Promise<void> {
  const { symbol, quantity } = run.column
  const low = await run.priceAt(0.8)
  const limit = { side: 'buy', amount: quantity, type: 'limit', price: float(low) }

  let row: JsonObject = {}
  await run.check('S10', 'an open order is the one object', async () => {
    const placed = await place(run, { ...limit, force: 'GTC' })
    row = withId(await open(run), placed.id)
    checkShape(row)
    assert.deepEqual([row.type, row.side, row.price, row.amount], ['limit', 'buy', low, quantity])
    assert.equal(shownPrice(row), low)
    assert.equal(row.client_order_id, placed.client_order_id)
  })
  await run.check('M15', 'an open order fits Django’s columns', async () => {
    checkColumns(row)
    return Promise.resolve()
  })
  await run.check('M16', 'an open order leaves out what misleads', async () => {
    checkLeftOut(row)
    return Promise.resolve()
  })
  await run.check('S11', 'an open order has its times twice', async () => {
    checkTimes(row)
    return Promise.resolve()
  })
  await run.check('S18', 'an open order is open', async () => {
    checkStatus(row)
    checkEnd(row)
    assert.equal(row.status, 'open')
    return Promise.resolve()
  })
  await run.check('S13', 'the order is found by either id', async () => {
    const byId = object(await run.data('get_order_info', { order_id: row.id, symbol }), 'data')
    checkShape(byId)
    isAlike(byId, row)
    assert.equal(byId.id, row.id)
    const bare = object(await run.data('get_order_info', { orderId: row.id }), 'data')
    assert.equal(bare.id, row.id)
    const byClient = await run.data('get_order_info', { clientOid: row.client_order_id, symbol })
    assert.equal(object(byClient, 'data').id, row.id)
  })
  await run.check('S12', 'open orders by symbol, by id and by kind', async () => {
    assert.equal((await open(run, { symbol: run.flatSymbol })).length, 1)
    assert.equal((await open(run, { symbol: 'SOL/USDT' })).length, 0)
    assert.equal((await open(run, { orderId: row.id })).length, 1)
    assert.equal((await open(run, { tpslType: 'tpsl' })).length, 0)
    assert.equal((await open(run, { tpsl_type: 'normal', requestTime: '1', receiveWindow: '5000' })).length, 1)
  })
  await run.check('S9', 'the order is changed, numbers as text', async () => {
    const price = await run.priceAt(0.82)
    const data = object(
      await run.data('edit_order', {
        order_id: row.id,
        symbol,
        type: 'limit',
        side: 'buy',
        amount: said(quantity),
        price: said(price),
      }),
      'data',
    )
    assert.deepEqual([data.success, data.status, data.original_order_id], [true, 'modified', row.id])
    assert.equal(typeof data.message, 'string')
    const changed = withId(await open(run), data.order_id)
    assert.equal(changed.price, price)
    isAlike(object(data.order, 'order'), changed)
    row = changed
  })
  await run.check('M18', 'cancelling takes what the row shows', async () => {
    const data = object(await run.data('cancel_order', { order_id: row.id, symbol: row.symbol }), 'data')
    assert.deepEqual([data.success, data.order_id, data.status], [true, row.id, 'cancelled'])
    assert.equal(typeof data.message, 'string')
    assert.equal((await open(run, { order_id: row.id })).length, 0)
  })
  await run.check('S8', 'cancelling needs no symbol', async () => {
    const placed = await place(run, limit)
    const data = object(await run.data('cancel_order', { order_id: placed.id }), 'data')
    assert.equal(data.status, 'cancelled')
  })
  await run.check('S25', 'post-only in upper case', async () => {
    const placed = await place(run, { ...limit, force: 'POST_ONLY' })
    await run.data('cancel_order', { orderId: placed.id, symbol: run.flatSymbol })
  })
  await run.check('S10', 'closed orders are the same object', async () => {
    const orders = await closed(run, { symbol })
    assert.ok(orders.some(({ status }) => status === 'cancelled') && orders.some(({ status }) => status === 'filled'))
    for (const order of orders) {
      checkShape(order)
      checkColumns(order)
      checkLeftOut(order)
      checkTimes(order)
      checkStatus(order)
      checkEnd(order)
      isAlike(order, row)
    }
  })
}

/** Stop-loss and take-profit, alone and together. */
export async function protectiveChecks(run: AccountRun): Promise<void> {
  const { symbol, quantity } = run.column
  const below = await run.priceAt(0.9)
  const above = await run.priceAt(1.1)
  const sell = { side: 'sell', amount: quantity }
  const alone = (check: string, type: string, params: object, rule: 'S19' | 'S20' | 'S21'): Promise<void> =>
    run.check(rule, check, async () => {
      const placed = await place(run, { ...sell, symbol: run.flatSymbol, type, ...params })
      const row = withId(await open(run), placed.id)
      checkShape(row)
      assert.deepEqual([row.type, row.side, row.is_tpsl_order], [type, 'sell', true])
      assert.equal(row.trigger_price, type === 'take_profit' ? above : below)
      assert.equal(shownPrice(row), row.trigger_price)
      await run.data('cancel_order', { order_id: placed.id, symbol: run.flatSymbol })
    })

  await alone('a stop-loss with stop_price', 'stop_loss', { stop_price: float(below) }, 'S19')
  await alone('a stop-loss with stop_loss_price', 'stop_loss', { stop_loss_price: below }, 'S19')
  await alone('a take-profit with price', 'take_profit', { price: float(above) }, 'S20')
  await alone('a take-profit with take_profit_price', 'take_profit', { takeProfitPrice: above }, 'S20')
  await alone('a stop-limit with trigger_price', 'stop_limit', { price: below - 5, trigger_price: below }, 'S21')
  await cancelAll(run)

  const exits = { stop_loss_price: await run.priceAt(0.6), take_profit_price: await run.priceAt(1.3) }
  const entryPrice = await run.priceAt(0.85)
  await run.check('S22', 'an entry at a limit takes both exits', async () => {
    await place(run, { side: 'buy', amount: quantity, type: 'sl_tp_combo', price: entryPrice, ...exits })
  })
  await run.check('S26', 'an open entry shows both exits', async () => {
    const entry = (await open(run)).find(({ side }) => side === 'buy')
    const row = object(entry, 'the entry')
    assert.deepEqual(
      [row.preset_take_profit_price, row.preset_stop_loss_price],
      [exits.take_profit_price, exits.stop_loss_price],
    )
  })
  await cancelAll(run)
  await run.check('S27', 'a price off the step is put on it, and told', async () => {
    const price = entryPrice + 0.36473456789
    const placed = await place(run, { side: 'buy', amount: quantity, type: 'limit', price: float(price) })
    const [adjusted] = list(placed.adjusted ?? null, 'adjusted')
    const { field, asked, used } = object(adjusted, 'the price')
    assert.deepEqual([field, asked], ['price', price])
    assert.ok(Number(used) < price && Number(used) > price - 2, `used ${said(used)}`)
    assert.equal(placed.price, used)
    await run.data('cancel_order', { order_id: placed.id, symbol })
  })
  await run.check('S22', 'an entry takes a stop-loss alone', async () => {
    const { stop_loss_price } = exits
    await place(run, { side: 'buy', amount: quantity, type: 'limit', price: entryPrice, stop_loss_price })
  })
  await cancelAll(run)
  await run.check('S22', 'an entry at market takes both exits', async () => {
    await place(run, { side: 'buy', amount: quantity, type: 'sl_tp_combo', ...exits })
    assert.equal((await openOnce(run, 2)).length, 2)
  })
  await cancelAll(run)
  await run.check('S22', 'coins that are held take both exits', async () => {
    await place(run, { ...sell, type: 'sl_tp_combo', ...exits })
  })
  await run.check('S28', 'both exits of a pair are rows, and cancelling the first ends both for good', async () => {
    // Of the pair before, which ended just now, an exit may still be on its way out.
    const rows = await openOnce(run, 2)
    assert.deepEqual(rows.map(({ type }) => type).toSorted(), ['stop_loss', 'take_profit'])
    for (const row of rows) checkShape(row)
    const placedNow = rows.find(({ id }) => !said(id).startsWith('guarded-')) ?? rows[0]
    const cancelled = object(await run.data('cancel_order', { order_id: placedNow?.id }), 'cancelled')
    assert.equal(cancelled.success, true)
    // The gateway cancels the other one itself where the exchange does not link them.
    assert.deepEqual(await openOnce(run, 0), [])
  })

  await run.check('S10', 'an executed stop shows its average', async () => {
    const trigger = await run.priceAt(0.98)
    const placed = await place(run, { ...sell, type: 'stop_loss', stop_loss_price: trigger })
    await run.host.setPrice(run.column.exchange, symbol, Math.round(trigger * 0.99))
    const row = await executed(run, placed.id)
    checkShape(row)
    checkLeftOut(row)
    assert.deepEqual([row.status, row.type], ['filled', 'stop_loss'])
    assert.ok(typeof row.priceAvg === 'number' && row.priceAvg > 0)
    assert.equal(shownPrice(row), row.priceAvg)
    const execution = terminal7(row)
    assert.ok(execution !== null && execution.quantity > 0 && execution.fees > 0)
  })
}
