import { describe, expect, it } from 'vitest'
import { errorTable, knownPrefix, meaningOf } from '../../../src-main/exchange/kraken/error-table.ts'
import { errorOf, errorsOf, waitMsOf } from '../../../src-main/exchange/kraken/errors.ts'
import type { ErrorClass } from '../../../src-shared/errors.ts'
import { answer, failed } from './scripted-venue.ts'

const now = 1_800_000_000_000
const asked = (write: boolean) => ({ write, symbol: 'XXBTZUSD' })
const circumstances = { now, nonceRaised: false, namesOrder: false }
const classOf = (text: string, write: boolean, nonceRaised = true, namesOrder = false) =>
  errorOf(failed(text), asked(write), { now, nonceRaised, namesOrder })?.class

/** Every error of the table in docs/exchanges/kraken.md §10, with the class of a read and of a write. */
const sheet: readonly (readonly [string, ErrorClass, ErrorClass])[] = [
  ...[
    'EAPI:Invalid key',
    'EAPI:Invalid signature',
    'EGeneral:Permission denied',
    'EAuth:Account temporary disabled',
    'EAuth:Account unconfirmed',
    'EAuth:Rate limit exceeded',
    'EAuth:Too many requests',
    'EAccount:Invalid permissions',
    'EAccount:Invalid permissions:XBTUSD trading restricted',
    'ETrade:User Locked',
    'ETrade:Locked',
    'ESession:Invalid session',
  ].map((text) => [text, 'auth', 'auth'] as const),
  ['EAPI:Invalid nonce', 'clock', 'clock'],
  ...[
    'EAPI:Rate limit exceeded',
    'EOrder:Rate limit exceeded',
    'EOrder:Domain rate limit exceeded',
    'EService: Throttled: 1800000005',
    'EService:Throttled: 1800000005',
    'EService:Throttled',
    'EGeneral:Too many requests',
  ].map((text) => [text, 'rate-limit', 'unknown-outcome'] as const),
  ...[
    'EService:Unavailable',
    'EService:Busy',
    'EDatabase:Internal error',
    'EService:Timeout',
    'EGeneral:Internal error',
    'EGeneral:Internal error:1234',
  ].map((text) => [text, 'retryable', 'unknown-outcome'] as const),
  ['EGeneral:Temporary lockout', 'rate-limit', 'rate-limit'],
  ...['cancel_only', 'post_only', 'limit_only', 'reduce_only', 'brand_new'].map(
    (mode) => [`EService:Market in ${mode} mode`, 'refused', 'refused'] as const,
  ),
  ['EService:Deadline elapsed', 'clock', 'clock'],
  ...[
    'EGeneral:Invalid arguments',
    'EGeneral:Invalid arguments:volume',
    'EGeneral:Invalid arguments:volume minimum not met',
    'EGeneral:Invalid arguments:cost minimum not met',
    'EGeneral:Invalid arguments:price',
    'EGeneral:Invalid arguments:price2',
    'EAPI:Feature disabled',
    'EGeneral:Feature disabled',
    'EOrder:Invalid volume',
    'EOrder:Position size exceeded',
    'EGeneral:Invalid arguments:Index unavailable',
    'EGeneral:Unknown method',
    'EAPI:Bad request',
    'EQuery:Unknown asset pair',
    'EQuery:Invalid asset pair',
    'EQuery:Unknown asset',
    'EOrder:Invalid order',
    'ETrade:Invalid request',
    'EOrder:Invalid price',
    'EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals.',
    'EOrder:Tick size check failed',
    'EOrder:Order minimum not met',
    'EOrder:Cost minimum not met',
    'EOrder:Orders limit exceeded',
    'EOrder:Scheduled orders limit exceeded',
    'EOrder:Positions limit exceeded',
    'EOrder:Trading agreement required',
    'EOrder:Insufficient funds',
    'EOrder:Insufficient margin',
    'EOrder:Margin allowance exceeded',
    'EOrder:Margin level too low',
    'EOrder:Margin position size exceeded',
    'EOrder:Cannot open position',
    'EOrder:Cannot open opposing position',
    'EOrder:Reduce only:Non-PC',
    'EOrder:Reduce only:No position exists',
    'EOrder:Reduce only:Position is closed',
    'EBM:limit exceeded:CAL',
    'EOrder:Post only order',
  ].map((text) => [text, 'refused', 'refused'] as const),
  ['EOrder:Unknown order', 'not-found', 'not-found'],
  ['EOrder:Unknown position', 'not-found', 'not-found'],
]

/** What Kraken’s guide to errors and its support page list, and docs/exchanges/kraken.md §10. */
const published = `
EAPI:Invalid key|EAPI:Invalid signature|EAPI:Invalid nonce|EAPI:Rate limit exceeded|EAPI:Bad request|EAPI:Feature disabled
EAuth:Account temporary disabled|EAuth:Account unconfirmed|EAuth:Rate limit exceeded|EAuth:Too many requests
EGeneral:Temporary lockout|EGeneral:Permission denied|EGeneral:Invalid arguments|EGeneral:Invalid arguments:Index unavailable
EGeneral:Internal error|EGeneral:Internal error:7|EGeneral:Unknown method|EGeneral:Too many requests
EOrder:Insufficient funds|EOrder:Insufficient margin|EOrder:Order minimum not met|EOrder:Cost minimum not met
EOrder:Tick size check failed|EOrder:Invalid price|EOrder:Invalid order|EOrder:Rate limit exceeded
EOrder:Orders limit exceeded|EOrder:Domain rate limit exceeded|EOrder:Scheduled orders limit exceeded
EOrder:Positions limit exceeded|EOrder:Cannot open position|EOrder:Cannot open opposing position|EOrder:Unknown order
EOrder:Unknown position|EOrder:Margin allowance exceeded|EOrder:Margin level too low|EOrder:Margin position size exceeded
EOrder:Reduce only:Non-PC|EOrder:Reduce only:No position exists|EOrder:Reduce only:Position is closed
EOrder:Trading agreement required|EOrder:Post only order|EBM:limit exceeded:CAL
EService:Unavailable|EService:Busy|EService:Timeout|EService:Throttled: 1800000005|EService:Deadline elapsed
EService:Market in cancel_only mode|EService:Market in post_only mode|EService:Market in limit_only mode
ETrade:Invalid request|ETrade:Locked|ETrade:User Locked|EAccount:Invalid permissions|EDatabase:Internal error
ESession:Invalid session|EQuery:Unknown asset|EQuery:Unknown asset pair|EQuery:Invalid asset pair`
  .trim()
  .split(/[|\n]/)
/** Errors of paying in and out, which are not done here: their category is enough. */
const leftToTheirCategory = [
  'EFunding:Max fee exceeded',
  'EFunding:No funding method',
  'EFunding:Too many addresses',
  'EFunding:Unknown withdraw key',
]

describe('Kraken’s errors', () => {
  it.each(published)('%s, which Kraken publishes, is in the table', (text) => {
    expect(knownPrefix(text)).not.toBeNull()
  })

  it.each(leftToTheirCategory)('%s is a refusal by its category', (text) => {
    expect([knownPrefix(text), meaningOf(text), classOf(text, true)]).toEqual([null, null, 'refused'])
  })

  it.each(sheet)('%s: a read is %s, a write %s', (text, read, write) => {
    expect([classOf(text, false), classOf(text, true)]).toEqual([read, write])
  })

  it('has an entry for each of the sheet’s, and no other', () => {
    const used = new Set(sheet.map(([text]) => knownPrefix(text)))
    used.add('EGeneral:Invalid arguments:deadline')
    expect([...used].sort()).toEqual(Object.keys(errorTable).sort())
  })

  it('reads them with other blanks and letters, and takes the longest that fits', () => {
    for (const text of [
      'EOrder: Insufficient  funds',
      ' eorder:insufficient funds (XBT)',
      'EOrder :Insufficient funds',
    ])
      expect(meaningOf(text)).toEqual({ class: 'refused', key: 'exchange.insufficient_balance' })
    expect(meaningOf('EGeneral:Invalid arguments:deadline')).toMatchObject({ key: 'exchange.kraken.late' })
    expect(meaningOf('EGeneral:Invalid arguments:ordertype')).toMatchObject({ class: 'refused' })
  })

  it.each([
    ['EOrder:Something new', 'refused'],
    ['EFunding:Unknown withdraw key', 'refused'],
    ['EService:Something new', 'unknown-outcome'],
    ['EFunding:Max fee exceeded', 'refused'],
    ['ESomething:Else', 'refused'],
    ['EDatabase:Something new', 'unknown-outcome'],
    ['ESomething', 'unknown-outcome'],
    ['no category at all', 'unknown-outcome'],
  ])('takes the unlisted %s of a write for %s', (text, expected) => {
    expect(classOf(text, true)).toBe(expected)
  })

  it('knows a client id that is taken by its words: the order is the request’s own', () => {
    expect(classOf('EGeneral:Invalid arguments:cl_ord_id already in use', true)).toBe('unknown-outcome')
    expect(classOf('EGeneral:Invalid arguments:cl_ord_id not unique', true)).toBe('unknown-outcome')
    expect(classOf('EOrder:Duplicate cl_ord_id', true)).toBe('unknown-outcome')
    expect(classOf('EGeneral:Invalid arguments:cl_ord_id', true)).toBe('refused')
  })

  it.each(['cancel_only', 'post_only', 'limit_only', 'reduce_only', 'brand_new'])(
    'tells the mode %s in the refusal',
    (mode) => {
      const error = errorOf(failed(`EService:Market in ${mode} mode`), asked(true), circumstances)
      expect([error?.class, error?.text]).toMatchObject([
        'refused',
        { key: 'exchange.kraken.mode', params: { exchange: 'Kraken', mode } },
      ])
    },
  )

  it.each([
    ['EGeneral:Invalid arguments:volume minimum not met', 'quantity', 'order minimum'],
    ['EGeneral:Invalid arguments:volume', 'quantity', 'volume'],
    ['EGeneral:Invalid arguments:price', 'price', 'price'],
    ['EOrder:Order minimum not met', 'quantity', 'order minimum'],
    ['EOrder:Cost minimum not met', 'quantity', 'cost minimum'],
  ])('%s names the field %s and the rule', (text, field, filter) => {
    const error = errorOf(failed(text), asked(true), circumstances)
    expect([error?.field, error?.text.params.filter]).toEqual([field, filter])
  })

  it('takes an invalid order for one that is not there, where the request names it by its id', () => {
    expect(classOf('EOrder:Invalid order', false, false, true)).toBe('not-found')
    expect(classOf('EOrder:Invalid order', true, false, true)).toBe('not-found')
    expect(classOf('EOrder:Invalid order', true, false, false)).toBe('refused')
  })

  it('tells a nonce that no jump reaches as a key to repair', () => {
    expect(classOf('EAPI:Invalid nonce', true, false)).toBe('auth')
    expect(classOf('EAPI:Invalid nonce', false, false)).toBe('auth')
  })

  it('names the field, and keeps Kraken’s code and words', () => {
    const error = errorOf(failed('EOrder: Tick size check failed: XBTUSD'), asked(true), circumstances)
    expect([error?.field, error?.text.key]).toEqual(['price', 'exchange.filter'])
    expect(error?.exchange).toEqual({
      exchange: 'kraken',
      httpStatus: 200,
      code: 'EOrder:Tick size check failed',
      message: 'EOrder: Tick size check failed: XBTUSD',
    })
    expect(errorOf(failed('EOrder:New rule:details'), asked(true), circumstances)?.exchange?.code).toBe(
      'EOrder:New rule',
    )
  })

  it('is unclear as soon as one of several errors of a write is', () => {
    const both = failed('EOrder:Insufficient funds', 'EService:Unavailable')
    expect(errorOf(both, asked(true), circumstances)?.class).toBe('unknown-outcome')
  })

  it('lets warnings pass', () => {
    const warned = answer(200, { error: ['WGeneral:Something'], result: {} })
    expect(errorOf(warned, asked(true), circumstances)).toBeNull()
    expect(errorOf(failed('WGeneral:Something', 'EOrder:Unknown order'), asked(true), circumstances)?.class).toBe(
      'not-found',
    )
  })
})

describe('what is no answer of Kraken’s', () => {
  it.each([
    ['reset', { kind: 'unknown', reason: 'ECONNRESET' } as const, 'retryable', 'unknown-outcome'],
    ['not sent', { kind: 'not-sent', reason: 'ECONNREFUSED' } as const, 'retryable', 'retryable'],
    ['520 of the proxy', answer(520, '<html>'), 'retryable', 'unknown-outcome'],
    ['502 with an envelope', answer(502, { error: ['EOrder:Insufficient funds'] }), 'retryable', 'unknown-outcome'],
    ['403 page', answer(403, '<html>'), 'retryable', 'unknown-outcome'],
    ['redirect', answer(302, ''), 'retryable', 'unknown-outcome'],
    ['408', answer(408, ''), 'retryable', 'unknown-outcome'],
    ['429', answer(429, 'slow down', { 'retry-after': '9' }), 'rate-limit', 'unknown-outcome'],
    ['403 with an envelope', answer(403, { error: ['EGeneral:Permission denied'] }), 'auth', 'auth'],
  ])('%s: a read is %s… and a write', (_name, outcome, read, write) => {
    expect(errorOf(outcome, asked(false), circumstances)?.class).toBe(read)
    expect(errorOf(outcome, asked(true), circumstances)?.class).toBe(write)
  })

  it('reads the envelope wherever its parts stand', () => {
    expect(errorsOf('{"error":[],"result":{}}')).toEqual([])
    expect(errorsOf(' { "error" : [ ] }')).toEqual([])
    expect(errorsOf('{"result":{},"error":["EOrder:Unknown order"]}')).toEqual(['EOrder:Unknown order'])
    for (const text of ['', '[]', 'null', '{}', '{"error":"no"}', '<html>']) expect(errorsOf(text)).toBeNull()
  })
})

describe('how long to wait', () => {
  it.each([
    [failed('EAPI:Rate limit exceeded'), 16_000],
    [failed('EService: Throttled: 1800000007'), 7_000],
    [failed('EService:Throttled:1800000000'), 1_000],
    [failed('EService:Throttled: 1900000000'), 16_000],
    [failed('EService:Throttled'), 16_000],
    [answer(429, '', { 'retry-after': '9' }), 9_000],
    [answer(429, ''), 32_000],
    [failed('EOrder:Insufficient funds'), null],
    [answer(200, { error: [], result: {} }), null],
    [answer(503, ''), null],
  ])('%#', (outcome, expected) => {
    expect(waitMsOf(outcome, now)).toBe(expected)
  })
})
