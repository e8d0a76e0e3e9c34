import { describe, expect, it } from 'vitest'
import { tabledCodes } from '../../../src-main/exchange/binance/error-table.ts'
import { errorOf, pauseOf } from '../../../src-main/exchange/binance/errors.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { deliberatelyGeneric, publishedCodes } from './published-codes.ts'

const now = 1_800_000_000_000
const write = { write: true, symbol: 'BTCUSDT' }
const read = { write: false, symbol: 'BTCUSDT' }

function answer(status: number, body: unknown, headers: Record<string, string> = {}): TransportOutcome {
  return { kind: 'response', status, headers, text: typeof body === 'string' ? body : JSON.stringify(body) }
}
const business = (code: number, msg: string, status = 400) => answer(status, { code, msg })
const classOf = (outcome: TransportOutcome, asked = write) => {
  const error = errorOf(outcome, asked, now)
  return error === null ? 'success' : `${error.class} ${error.text.key}`
}

const banned = (until: number, headers: Record<string, string> = {}) =>
  answer(418, { code: -1003, msg: `Way too much request weight used; IP banned until ${until}. Use streams.` }, headers)

/** An answer, what it means for a write, and what for a read. */
const unclear: [TransportOutcome, string, string][] = [
  [{ kind: 'not-sent', reason: 'ECONNREFUSED' }, 'retryable exchange.unreachable', 'retryable exchange.unreachable'],
  [{ kind: 'unknown', reason: 'ECONNRESET' }, 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(503, 'busy'), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(500, { code: -1000, msg: 'x' }), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [
    answer(502, { code: -2010, msg: 'Account has insufficient balance' }),
    'unknown-outcome exchange.no_answer',
    'retryable exchange.no_answer',
  ],
  [answer(408, ''), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(302, ''), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(400, '<html>'), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(404, '{"code":"x"}'), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  [answer(400, '{"code":-2010,"msg":"Acc'), 'unknown-outcome exchange.no_answer', 'retryable exchange.no_answer'],
  ...[-1000, -1001, -1004, -1006, -1007, -1008, -1016, -3007, -3044].map((code): [TransportOutcome, string, string] => [
    business(code, 'x'),
    'unknown-outcome exchange.no_answer',
    'retryable exchange.no_answer',
  ]),
  [business(-1003, 'Too much', 429), 'unknown-outcome exchange.rate_limited', 'rate-limit exchange.rate_limited'],
  [
    business(-1015, 'Too many new orders', 429),
    'unknown-outcome exchange.rate_limited',
    'rate-limit exchange.rate_limited',
  ],
  [
    business(-1034, 'Too many connection attempts from IP'),
    'unknown-outcome exchange.rate_limited',
    'rate-limit exchange.rate_limited',
  ],
  [
    business(-9999, 'Server busy, try again later'),
    'unknown-outcome exchange.no_answer',
    'retryable exchange.no_answer',
  ],
  [answer(418, 'banned'), 'unknown-outcome exchange.rate_limited', 'rate-limit exchange.rate_limited'],
  [answer(403, '<html>'), 'unknown-outcome exchange.rate_limited', 'rate-limit exchange.rate_limited'],
]

describe('errorOf', () => {
  it('takes any 2xx for a success', () => {
    expect(classOf(answer(200, {}))).toBe('success')
  })

  it.each(unclear)('is no verdict on a write: %j', (outcome, asWrite, asRead) => {
    expect(classOf(outcome)).toBe(asWrite)
    expect(classOf(outcome, read)).toBe(asRead)
  })

  it.each([
    [-2010, 'Account has insufficient balance for requested action.', 'refused exchange.insufficient_balance'],
    [-2010, 'Order would trigger immediately.', 'refused exchange.would_trigger'],
    [-2010, 'Order would immediately match and take.', 'refused exchange.would_match'],
    [-2010, 'The relationship of the prices for the orders is not correct.', 'refused exchange.bad_exit_prices'],
    [-2010, 'Market is closed.', 'refused exchange.symbol_closed'],
    [-2010, 'This action is disabled on this account.', 'refused exchange.account_restricted'],
    [-2010, 'This symbol is not permitted for this account.', 'refused exchange.account_restricted'],
    [-2010, 'Iceberg orders are not supported for this symbol.', 'refused exchange.rejected'],
    [-20204, 'Filter failure: NOTIONAL', 'refused exchange.broken_rule'],
    [-2010, 'Duplicate order sent.', 'unknown-outcome exchange.duplicate_order'],
    [-1013, 'Filter failure: MAX_POSITION', 'refused exchange.broken_rule'],
    [-1111, 'Parameter has too much precision.', 'refused exchange.rejected'],
    [-1121, 'Invalid symbol.', 'refused order.symbol.unknown'],
    [-2011, 'Unknown order sent.', 'not-found exchange.rejected'],
    [-2011, 'Order was not canceled due to cancel restrictions.', 'refused exchange.rejected'],
    [-2013, 'Order does not exist.', 'not-found exchange.rejected'],
    [-2026, 'Order was archived.', 'not-found exchange.rejected'],
    [-1021, 'Timestamp for this request is outside of the recvWindow.', 'clock exchange.clock'],
    [-1022, 'Signature for this request is not valid.', 'auth exchange.auth'],
    [-2014, 'API-key format invalid.', 'auth exchange.auth'],
    [-2015, 'Invalid API-key, IP, or permissions for action.', 'auth exchange.auth'],
    [-9999, 'A code of the future.', 'refused exchange.rejected_code'],
  ])('is the exchange’s verdict: %i %s', (code, msg, expected) => {
    expect(classOf(business(code, msg))).toBe(expected)
    expect(errorOf(business(code, msg), write, now)?.exchange).toMatchObject({
      code: String(code),
      message: msg,
      httpStatus: 400,
    })
  })

  it('names a code that no table lists, with its words', () => {
    expect(errorOf(business(-9999, 'The moon is full'), write, now)?.message).toBe(
      'Binance refused (code -9999): The moon is full',
    )
  })

  it('has every published code in its table, and none twice', () => {
    const tabled = new Set(tabledCodes)
    expect(tabled.size).toBe(tabledCodes.length)
    expect(publishedCodes.filter((code) => !tabled.has(code) && !deliberatelyGeneric.has(code))).toEqual([])
    expect([...deliberatelyGeneric].filter((code) => tabled.has(code))).toEqual([])
  })

  it.each<[string, TransportOutcome, number]>([
    ['that moment', banned(now + 90_000_000), 90_000_000],
    ['that moment, which the header does not reach', banned(now + 90_000_000, { 'retry-after': '60' }), 90_000_000],
    ['the header, which reaches further', banned(now + 1_000, { 'retry-after': '60' }), 60_000],
    ['our own idea, when the moment is past', banned(now - 1), 120_000],
  ])('is banned until %s', (_what, outcome, waitMs) => {
    expect(errorOf(outcome, read, now)?.retryAfterMs).toBe(waitMs)
    expect(outcome.kind === 'response' && pauseOf(outcome, now)).toEqual({ concerns: 'everything', waitMs })
  })

  it('keeps back one account’s orders, or everything', () => {
    const pause = (outcome: TransportOutcome) => (outcome.kind === 'response' ? pauseOf(outcome, now) : null)
    expect(pause(business(-1015, 'Too many new orders', 429))?.concerns).toBe('orders')
    expect(pause(business(-1003, 'Too much request weight used', 400))?.concerns).toBe('everything')
    expect(pause(business(-2010, 'Market is closed.'))).toBeNull()
    expect(pause(answer(200, {}))).toBeNull()
  })

  it('says how long to wait: Retry-After in seconds, and by itself for bans and the firewall', () => {
    const wait = (outcome: TransportOutcome) => errorOf(outcome, read, now)?.retryAfterMs
    expect(wait(answer(429, { code: -1003, msg: 'x' }, { 'retry-after': '17' }))).toBe(17_000)
    expect(wait(answer(429, { code: -1003, msg: 'x' }, { 'retry-after': 'soon' }))).toBe(30_000)
    expect(wait(answer(418, ''))).toBe(120_000)
    expect(wait(answer(418, '', { 'retry-after': '259200' }))).toBe(3 * 86_400_000)
    expect(wait(answer(403, ''))).toBe(30_000)
  })
})
