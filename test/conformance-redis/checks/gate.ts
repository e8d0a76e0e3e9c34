import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { AccountRun } from '../account-run.ts'
import { foreignUserId, unknownBroker, userId } from '../columns.ts'
import { loopTime, said } from '../django.ts'

/** Who may ask what, and what becomes of requests that are not as they should be. */
export async function gateChecks(run: AccountRun): Promise<void> {
  const { symbol, brokerId } = run.column
  const order = { symbol, side: 'buy', amount: 50, type: 'market', price: null }

  await run.check('S4', 'no user, another user, no broker, an unknown one', async () => {
    for (const answer of [
      await run.ask('get_balance', {}, { user_id: null }),
      await run.ask('get_balance', {}, { user_id: foreignUserId }),
      await run.ask('place_order', order, { user_id: foreignUserId }),
      await run.ask('get_balance', { broker_id: unknownBroker }),
      await run.ask('get_balance', { broker_id: null }),
    ])
      assert.deepEqual([answer.success, typeof answer.error], [false, 'string'])
  })

  await run.check('M3', 'the user inside params counts for nothing', async () => {
    const trade = {
      symbol,
      side: 'buy',
      order_type: 'market',
      quantity: run.column.quantity,
      total_value: 50,
      user_id: userId,
      timestamp: Date.now(),
    }
    const answer = await run.ask('create_and_execute_trade', trade, { user_id: foreignUserId })
    assert.equal(answer.success, false)
  })

  await run.check('S2', 'integers written as text', async () => {
    const answer = await run.ask('get_balance', { broker_id: said(brokerId) }, { user_id: said(userId) })
    assert.equal(answer.success, true)
  })

  await run.check('S3', 'broken JSON is answered under its id', async () => {
    const id = randomUUID()
    const text = `{"request_id": "${id}", "action": "get_balance", "params": {"broker_id": `
    const answer = await run.django.push(id, text, 'get_balance')
    run.answers.push(answer)
    assert.equal(answer.success, false)
  })

  await run.check('M5', 'an unknown action is named', async () => {
    assert.match(said((await run.ask('sell_everything')).error), /sell_everything/)
  })

  await run.check('M5', 'an order without what it needs is refused with a sentence', async () => {
    for (const params of [
      { ...order, amount: 0 },
      { ...order, side: 'long' },
      { ...order, type: 'limit' },
      { ...order, symbol: 'NOPE/USDT' },
      { ...order, type: 'stop_loss' },
    ]) {
      const answer = await run.ask('place_order', params)
      assert.equal(answer.success, false, JSON.stringify(params))
      assert.match(said(answer.error), /[.!]$|\)$/)
    }
  })

  await run.check('S24', 'what its sender no longer waits for is not executed', async () => {
    const late = await run.ask('place_order', order, { timestamp: loopTime() - 125 })
    assert.equal(late.success, false)
    const trade = { ...order, order_type: 'market', quantity: run.column.quantity, total_value: 50 }
    const old = await run.ask('create_and_execute_trade', { ...trade, timestamp: Date.now() - 65_000 })
    assert.equal(old.success, false)
    assert.equal((await run.ask('get_balance', {}, { timestamp: loopTime() - 900 })).success, true)
    assert.deepEqual(await run.data('fetch_closed_orders', { symbol }), [])
  })
}

/** What holds for every answer that the account got. */
export async function answerChecks(run: AccountRun): Promise<void> {
  await run.check('M1', 'answers are strings that wait up to 30 s', async () => {
    for (const { keyType, ttl } of run.answers) {
      assert.equal(keyType, 'string')
      assert.ok(ttl > 0 && ttl <= 30, said(ttl))
    }
    return Promise.resolve()
  })
  await run.check('M4', 'answers have their five fields', async () => {
    for (const { envelope } of run.answers) {
      for (const key of ['request_id', 'success', 'data', 'error']) assert.ok(key in envelope, key)
      assert.equal(typeof envelope.success, 'boolean')
      assert.equal(typeof envelope.processing_time_ms, 'number')
      if (envelope.success === true) assert.equal(envelope.error, null)
    }
    return Promise.resolve()
  })
  await run.check('M5', 'failures have a text without the word Timeout', async () => {
    for (const { success, error } of run.answers) {
      if (success) continue
      assert.ok(typeof error === 'string' && error.trim() !== '')
      assert.doesNotMatch(error, /timeout/i)
    }
    return Promise.resolve()
  })
  await run.check('M6', 'no NaN, no Infinity, no exponent', async () => {
    for (const { text } of run.answers) {
      const numbers = text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')
      assert.doesNotMatch(numbers, /NaN|Infinity|\d[eE]/)
    }
    return Promise.resolve()
  })
}
