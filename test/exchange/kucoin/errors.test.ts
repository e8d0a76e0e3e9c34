import { describe, expect, it } from 'vitest'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { isKnown } from '../../../src-main/exchange/kucoin/error-table.ts'
import { errorOf } from '../../../src-main/exchange/kucoin/errors.ts'
import { answer, refused } from './scripted-venue.ts'

const write = { write: true, symbol: 'BTC-USDT' }
const read = { write: false, symbol: 'BTC-USDT' }
const told = (outcome: TransportOutcome, asked = write): string => {
  const error = errorOf(outcome, asked)
  return error === null ? 'success' : `${error.class} ${error.text.key}`
}
const noAnswer = ['unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'] as const
const wait = ['unknown-outcome exchange.rate_limited', 'rate-limit exchange.rate_limited'] as const
const usedUp = { 'gw-ratelimit-limit': '4000', 'gw-ratelimit-remaining': '0', 'gw-ratelimit-reset': '17000' }
const unitsLeft = { ...usedUp, 'gw-ratelimit-remaining': '3999' }

/** An answer, what it means for a write, and what for a read. */
const unclear: readonly (readonly [TransportOutcome, readonly [string, string]])[] = [
  [{ kind: 'not-sent', reason: 'ECONNREFUSED' }, ['retryable exchange.unreachable', 'retryable exchange.unreachable']],
  [{ kind: 'unknown', reason: 'ECONNRESET' }, noAnswer],
  [answer(503, 'busy'), noAnswer],
  [answer(200, ''), noAnswer],
  [answer(200, '{"code":"200000"'), noAnswer],
  [answer(200, { code: '200000' }), noAnswer],
  [answer(200, { code: '200000', msg: 'Unsuccessful! …' }), noAnswer],
  [answer(200, { code: '200000', msg: 'Position does not exist', data: null }), noAnswer],
  [answer(302, { code: '200000', data: {} }), noAnswer],
  [answer(404, '<html>'), noAnswer],
  [answer(400, '{"code":"400100","msg":"Par'), noAnswer],
  [refused('408000', 'Request timeout'), noAnswer],
  [refused('500000', 'Internal Server Error'), noAnswer],
  [refused('230005', 'System error'), noAnswer],
  [refused('200004', 'Balance insufficient!', 502), noAnswer],
  [refused('200000', 'ok', 500), noAnswer],
  [answer(429, { code: '429000', msg: 'Too Many Requests' }, usedUp), wait],
  [answer(200, { code: '429000', msg: 'Too Many Requests' }, usedUp), wait],
  [answer(429, { code: '429000', msg: 'Server busy' }, unitsLeft), noAnswer],
  [answer(429, { code: '429000', msg: 'Server busy' }), noAnswer],
  [answer(429, 'error code: 1015'), wait],
  [answer(403, '<html>Cloudflare</html>'), wait],
]

/** Every code of docs/exchanges/kucoin.md §12 with what it means for a write. */
const verdicts: readonly (readonly [string, string, string])[] = [
  ...codes(
    '400001 400003 400004 400005 400006 400007 400008 400009 400010 400011 400012 400401 401',
    'auth exchange.auth',
  ),
  ...codes('400002 126041', 'clock exchange.clock'),
  ...codes('200009 400301 400303 400500 126046 126047 126048', 'refused exchange.rejected'),
  ...codes('411100 112010 116104', 'refused exchange.rejected'),
  ...codes('102411 400400 300000 415000', 'refused exchange.rejected'),
  ...codes('400200 400600 600203 200001 200002', 'refused exchange.rejected'),
  ...codes('400201 400202 400700 400800 101030 260000 260210 260220', 'refused exchange.rejected'),
  ...codes('900001 400000', 'refused order.symbol.unknown'),
  ...codes('200004 102421 230003 260100 210021 126013 300003', 'refused exchange.insufficient_balance'),
  ...codes('600100 600101 102435 102434 400350', 'refused exchange.rejected'),
  ...codes('400330 400370 400760 102429 126022 126029 126030 300011 300012', 'refused exchange.rejected'),
  ...codes('102426 126033 126044 300018', 'unknown-outcome exchange.duplicate_order'),
  ...codes('200003 102427 126011 300001 300004', 'refused exchange.rejected'),
  ...codes('102436 100001 126043', 'not-found exchange.rejected'),
  ...codes('102428 300002', 'retryable exchange.rejected'),
  ...codes('100004 330005 330012 330008 300009', 'refused exchange.rejected'),
  ...codes('401000 404000 404', 'refused exchange.kucoin.withdrawn'),
  ['order_not_exist', 'order_not_exist', 'not-found exchange.rejected'],
  ['order_not_exist', '', 'not-found exchange.rejected'],
  ['account.noBalance', 'x', 'refused exchange.insufficient_balance'],
  ['some_word', 'x', 'refused exchange.rejected'],
  ['-1', 'x', 'refused exchange.rejected'],
  ['12345678901', 'x', 'refused exchange.rejected'],
  ['400100', 'System busy, please try again later.', 'unknown-outcome exchange.no_answer'],
  ['999999', 'The system is busy', 'unknown-outcome exchange.no_answer'],
  ['system_error', 'Request timed out', 'unknown-outcome exchange.no_answer'],
  ['400100', 'order_not_exist_or_not_allow_to_cancel', 'not-found exchange.rejected'],
  ['400100', 'Order not exist or not allow to be cancelled', 'not-found exchange.rejected'],
  ['400100', 'The order does not exist.', 'not-found exchange.rejected'],
  ['400100', 'order not exist', 'not-found exchange.rejected'],
  ['100001', 'error.getOrder.orderNotExist', 'not-found exchange.rejected'],
  ['400100', 'Unsupported trading pair.', 'refused order.symbol.unknown'],
  ['400100', 'account.available.amount', 'refused exchange.insufficient_balance'],
  ['400100', 'Order size below the minimum requirement.', 'refused exchange.rejected'],
  ['400100', 'The quantity is below the minimum requirement.', 'refused exchange.rejected'],
  ['600100', 'Order size increment invalid.', 'refused exchange.rejected'],
  ['400100', 'The price increment is invalid', 'refused exchange.rejected'],
  ['400100', 'a parameter is wrong', 'refused exchange.rejected'],
  ['999999', 'a code of the future', 'refused exchange.rejected'],
]

function codes(list: string, expected: string): readonly (readonly [string, string, string])[] {
  return list.split(' ').map((code) => [code, 'its words', expected] as const)
}

/**
 * Spot and gateway errors of KuCoin's own pages (docs, docs-new), and of docs/exchanges/kucoin.md §12 that are not
 * futures' alone.
 */
const published = [
  '200001 200002 200003 200004 200009 230003 230005 260100 260210 400001 400002 400003 400004 400005 400006 400007',
  '400008 400009 400010 400011 400012 400100 400200 400201 400202 400301 400303 400330 400350 400370 400400 400401',
  '400500 400600 400700 400760 400800 401000 404000 408000 411100 415000 429000 500000 600100 600101 600203 900001',
  '102411 102421 102426 102427 102428 102429 102434 102435 102436 112010 116104 126011 126013 126022 126029 126030',
  '126033 126041 126043 126044 126046 126047 126048 210021 100001 100004 300000 300001 300003 300004 300011 300012',
]
  .join(' ')
  .split(' ')

describe('the table', () => {
  it('has an entry for every code that KuCoin publishes for spot', () => {
    expect(published.filter((code) => !isKnown(code))).toEqual([])
  })
})

describe('errorOf', () => {
  it('takes 200000 with data for a success, however the envelope is ordered', () => {
    expect(told(answer(200, { code: '200000', data: {} }))).toBe('success')
    expect(told(answer(200, { data: [], code: '200000' }))).toBe('success')
    expect(told(answer(200, { code: '200000', data: null }))).toBe('success')
    expect(told(answer(200, { msg: 'success', code: '200000', data: 'success' }))).toBe('success')
  })

  it.each(unclear)('is no verdict: %j', (outcome, [asWrite, asRead]) => {
    expect(told(outcome)).toBe(asWrite)
    expect(told(outcome, read)).toBe(asRead)
  })

  it.each(verdicts)('%s “%s” is %s', (code, msg, expected) => {
    for (const status of [200, 400, 401]) {
      const error = errorOf(refused(code, msg, status), write)
      expect(`${error?.class ?? ''} ${error?.text.key ?? ''}`).toBe(expected)
      expect(error?.exchange).toEqual({ exchange: 'kucoin', httpStatus: status, code, message: msg })
    }
  })

  it.each([
    ['400760', 'too far', 'too far'],
    ['999999', 'a code of the future', 'a code of the future (999999)'],
    ['order_not_exist', 'order_not_exist', 'order_not_exist'],
    ['400301', '', '400301'],
  ])('tells the reason of %s “%s”: %s', (code, msg, reason) => {
    expect(errorOf(refused(code, msg), write)?.text.params.reason).toBe(reason)
  })

  it('takes a duplicate client id for a refusal where nothing was to be placed', () => {
    expect(told(refused('102426', 'x'), read)).toBe('refused exchange.duplicate_order')
  })

  it.each([
    ['600100', 'Order size increment invalid.', 'quantity'],
    ['600100', 'The price increment is invalid', 'price'],
    ['400100', 'Order size below the minimum requirement.', 'quantity'],
    ['400760', 'x', 'price'],
    ['102435', 'x', 'quantity'],
    ['900001', 'x', 'symbol'],
    ['200001', 'x', 'symbol'],
    ['400200', 'Forbidden to place an order', 'symbol'],
    ['400100', 'validation.createOrder.symbolNotAvailable', 'symbol'],
    ['200004', 'x', null],
  ])('names the field at fault: %s %s', (code, msg, field) => {
    expect(errorOf(refused(code, msg), write)?.field).toBe(field)
  })

  it('says how long to wait: the window’s rest in ms, or 35 s behind the firewall', () => {
    const waitMs = (outcome: TransportOutcome) => errorOf(outcome, read)?.retryAfterMs
    expect(waitMs(answer(429, { code: '429000', msg: 'x' }, usedUp))).toBe(17_000)
    expect(waitMs(answer(403, '<html>'))).toBe(35_000)
    const absurd = { ...usedUp, 'gw-ratelimit-reset': '99999999' }
    expect(waitMs(answer(429, { code: '429000', msg: 'x' }, absurd))).toBe(60_000)
  })
})
