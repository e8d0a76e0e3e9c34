import { describe, expect, it } from 'vitest'
import { meaningOf, tabledCodes } from '../../../src-main/exchange/bitget/error-table.ts'
import { errorOf, pauseOf } from '../../../src-main/exchange/bitget/errors.ts'
import { contradictsMarkets } from '../../../src-main/exchange/core/writing.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { codesOf, deliberatelyGeneric, publishedCodes } from './published-codes.ts'
import { dropped, http, ok, refusal } from './scripted-venue.ts'

const write = { write: true, symbol: 'BTCUSDT' }
const read = { write: false, symbol: 'BTCUSDT' }
const classOf = (outcome: TransportOutcome, asked = write): string => {
  const error = errorOf(outcome, asked)
  return error === null ? 'success' : `${error.class} ${error.text.key}`
}

/** Every REST code that is published (published-codes.ts), row by row, with what each row means for an order. */
const table: [string, string, string][] = [
  [
    'auth',
    '40001 40002 40003 40006 40009 40011 40012 40036 40037 40041 401 30004 30005 30011 30012 30015 40506 40507',
    'auth exchange.auth',
  ],
  ['permission', '40014 40040 40021 40018 40038 49003 40016 25620 40301 403', 'auth exchange.auth'],
  ['account state', '40022-40026 40916 40013 40031 40710', 'refused exchange.account_restricted'],
  ['identity not proved', '40027 40035 40100 40101 40111 59005', 'refused exchange.account_restricted'],
  ['withdrawals closed', '40052 50006 50007', 'refused exchange.account_restricted'],
  ['region', '40000 40103 40104 59006', 'refused exchange.restricted_location'],
  ['account mode', '40084 40085', 'refused bitget.account_mode'],
  ['copy-trade key', '40731', 'auth exchange.auth'],
  ['environment', '40099', 'auth bitget.environment'],
  ['clock', '40004 40005 40008 40078 40911 30013 30014', 'clock exchange.clock'],
  ['a window of ours that is too wide', '40079', 'refused exchange.rejected'],
  ['rate limit', '429 25004 1001 50009 30006 30007', 'unknown-outcome exchange.rate_limited'],
  ['unknown outcome', '40010 40910 25001 25003 40725 45001 43059 50008', 'unknown-outcome exchange.no_answer'],
  ['unavailable', '40015 40200 40400 25000 40604 40846 500 40105-40107', 'unknown-outcome exchange.no_answer'],
  [
    'failed without a verdict',
    '19000 31027 49040 50010 50031 59021 59046 80002 01001 20003',
    'unknown-outcome exchange.no_answer',
  ],
  [
    'pair not trading',
    '40308 40309 40844 40845 41113 41114 43115 43119 43120 25101 25102 25104 25105 25108 25013 ' +
      '50025-50028 50030 22004 22056',
    'refused exchange.symbol_closed',
  ],
  [
    'bad parameter',
    '40007 40017 40019 40020 40034 40811 40813 40808 40812 41101 41103 43111 43123 43125 25200 400172',
    'refused exchange.rejected',
  ],
  ['clientOid', '40304 40305 40500 40924 40402 40925', 'refused exchange.rejected'],
  ['bad symbol', '40072 40102 25100', 'refused order.symbol.unknown'],
  [
    'insufficient balance',
    '43012 40711 40712 40754 40798 45002 50020 40762 43132 25202 25203 25228 25231',
    'refused exchange.insufficient_balance',
  ],
  [
    'order not found, or no longer open',
    '43001 40109 40768 40819 45057 22001 43025 43020 40307 25204 31007 80011',
    'not-found exchange.rejected',
  ],
  [
    'below minimum',
    '45110 45111 45114 43006 43010 43027 43037 43042 25205-25208 25610 25611',
    'refused exchange.rejected',
  ],
  ['above maximum', '43007 43038 43041 45103 45104 45112 45113', 'refused exchange.rejected'],
  ['price band', '43008 43009 43039 43040 40815 40816 41117 40706', 'refused exchange.rejected'],
  ['price step', '40787 43028 45035 45115 25244', 'refused exchange.rejected'],
  [
    'exits against price',
    '43013-43016 43034 43035 40735-40742 40829-40836 40915 40917 45060-45067 45122 31004 31005 ' +
      '25579-25592 25602-25609 25650-25653',
    'refused exchange.bad_exit_prices',
  ],
  ['duplicate clientOid', '40708 40786 43118 45034 50060 25212', 'unknown-outcome exchange.duplicate_order'],
  [
    'too many open orders',
    '40723 40761 43005 43128 45118 40889 50048 50017 45091 25599',
    'refused exchange.too_many_orders',
  ],
  ['market orders disabled, or only market', '40824 45123', 'refused exchange.rejected'],
  ['a code of the future', '99999', 'refused exchange.rejected_code'],
]

describe('errorOf', () => {
  it.each(table)('%s: %s', (_row, codes, expected) => {
    for (const code of codesOf(codes)) {
      for (const status of [200, 400, 401])
        expect([code, classOf(refusal(code, 'x', status))]).toEqual([code, expected])
      expect(errorOf(refusal(code, 'words'), write)?.exchange).toEqual({
        exchange: 'bitget',
        httpStatus: 400,
        code,
        message: 'words',
      })
    }
  })

  it('has every published code in its table, and none twice', () => {
    const tabled = new Set(tabledCodes)
    expect(tabled.size).toBe(tabledCodes.length)
    expect(publishedCodes.filter((code) => !tabled.has(code) && !deliberatelyGeneric.has(code))).toEqual([])
    expect([...deliberatelyGeneric].filter((code) => tabled.has(code))).toEqual([])
  })

  it('names a code that no table lists, with its words', () => {
    const error = errorOf(refusal('99999', 'The moon is full'), write)
    expect(error?.text.params).toMatchObject({ code: '99999', reason: 'The moon is full' })
    expect(error?.message).toBe('Bitget refused (code 99999): The moon is full')
  })

  it.each(['System busy, please try again later', 'Service timeout', '系统异常，请稍后重试', 'internal error'])(
    'does not take a code that no table lists for a verdict when it says "%s"',
    (words) => {
      expect(classOf(refusal('99999', words))).toBe('unknown-outcome exchange.no_answer')
      expect(classOf(refusal('99999', words), read)).toBe('retryable exchange.no_answer')
      // What the table knows is what it is, whatever the words.
      expect(classOf(refusal('43012', words))).toBe('refused exchange.insufficient_balance')
    },
  )

  it.each([
    ['quantity', '45110 45111 43007 45113 25206'],
    ['price', '43008 40815 45115 25244'],
    ['symbol', '40309 25101 40102'],
  ])('names the field %s', (field, codes) => {
    for (const code of codesOf(codes)) expect(errorOf(refusal(code), write)?.field).toBe(field)
  })

  it('takes words about the scale under the generic 40808 for a price off its step', () => {
    const error = errorOf(refusal('40808', 'Parameter verification exception checkBDScale error value=1.23'), write)
    expect([error?.class, error?.field]).toEqual(['refused', 'price'])
  })

  it('takes HTTP 2xx with 00000 for a success, in whatever order the envelope is', () => {
    expect(classOf(ok({}))).toBe('success')
    expect(classOf(http(200, { data: {}, msg: 'success', code: '00000' }))).toBe('success')
    expect(classOf(http(200, { code: '0', msg: 'success', data: {} }))).toBe('refused exchange.rejected_code')
  })

  it.each<[string, TransportOutcome]>([
    ['a reset', dropped],
    ['503', http(503, 'busy')],
    ['500 with a refusal', refusal('43012', 'Insufficient balance', 500)],
    ['408', refusal('43012', 'x', 408)],
    ['a redirection', http(302, '')],
    ['a page', http(400, '<html>')],
    ['half an envelope', http(400, '{"code":"43012","msg":"Insuf')],
    ['a success under an error of HTTP', http(400, { code: '00000', msg: 'success', data: {} })],
    ['an empty 200', http(200, '')],
  ])('%s is no verdict on a write', (_what, outcome) => {
    expect(classOf(outcome)).toBe('unknown-outcome exchange.no_answer')
    expect(classOf(outcome, read)).toBe('retryable exchange.no_answer')
  })

  it('knows that nothing left the machine', () => {
    expect(classOf({ kind: 'not-sent', reason: 'ECONNREFUSED' })).toBe('retryable exchange.unreachable')
  })

  it('reads `message` where there is no `msg`, and codes written as numbers', () => {
    const error = errorOf(http(400, '{"code":43012,"message":"Insufficient balance"}'), write)
    expect(error?.exchange).toMatchObject({ code: '43012', message: 'Insufficient balance' })
  })

  it('refuses a duplicate id on a read plainly', () => {
    expect(classOf(refusal('40786'), read)).toBe('refused exchange.duplicate_order')
  })
})

describe('pauseOf', () => {
  const pause = (outcome: TransportOutcome) => (outcome.kind === 'response' ? pauseOf(outcome) : null)

  it('keeps to the endpoint for a second, or as long as a header says', () => {
    expect(pause(refusal('429', 'Too Many Requests', 429))).toEqual({ concerns: 'endpoint', waitMs: 1_000 })
    expect(pause(refusal('99999', 'x', 429))).toEqual({ concerns: 'endpoint', waitMs: 1_000 })
    expect(pause(refusal('25004', 'x', 200))).toEqual({ concerns: 'endpoint', waitMs: 1_000 })
    expect(pause(http(429, { code: '429', msg: 'x' }, { 'retry-after': '7' }))).toMatchObject({
      waitMs: 7_000,
    })
    expect(pause(http(429, { code: '429', msg: 'x' }, { 'retry-after': 'soon' }))).toMatchObject({
      waitMs: 1_000,
    })
  })

  it('keeps everything back for the wall before the exchange, which has no envelope', () => {
    expect(pause(http(429, '<html>'))).toEqual({ concerns: 'everything', waitMs: 30_000 })
    expect(pause(http(403, '<html>'))).toEqual({ concerns: 'everything', waitMs: 30_000 })
    expect(pause(refusal('40018', 'Invalid IP', 403))).toBeNull()
    expect(pause(ok({}))).toBeNull()
  })
})

describe('contradictsMarkets', () => {
  it.each([
    ['45110', true],
    ['45115', true],
    ['40309', true],
    ['40102', true],
    ['43012', false],
    ['43008', false],
  ])('%s: %s', (code, expected) => {
    const error = errorOf(refusal(code), write)
    expect(error && contradictsMarkets(error, meaningOf)).toBe(expected)
  })
})
