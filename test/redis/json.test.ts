import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JsonNumber } from '../../src-main/redis/json-number.ts'
import { JsonOutputError, jsonText, parseRequestJson } from '../../src-main/redis/json.ts'
import { answerText, fishRequestId, parseEnvelope } from '../../src-main/redis/protocol.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'

const refusal = (text: string): string => {
  try {
    parseRequestJson(text)
  } catch (error) {
    if (error instanceof GatewayError) return error.text.key
    throw error
  }
  return 'accepted'
}

describe('reading', () => {
  it('keeps every number as it was written', () => {
    expect(parseRequestJson('{"a": 1e-05, "b": [60.0, -0.30000000000000004]}')).toEqual({
      a: new JsonNumber('1e-05'),
      b: [new JsonNumber('60.0'), new JsonNumber('-0.30000000000000004')],
    })
  })

  it('agrees with JSON.parse on everything that both accept', () => {
    const plain = (text: string): unknown =>
      JSON.parse(text, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        if (refusal(text) !== 'accepted') return
        const ours = JSON.parse(jsonText(parseRequestJson(text)), (_key, value: unknown) =>
          typeof value === 'number' ? String(value) : value,
        ) as unknown
        expect(ours).toEqual(plain(text))
      }),
    )
  })

  it('never throws anything but a refusal, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:\\u0123eE.-NaIfinity ')) })),
        (text) => {
          refusal(text)
          fishRequestId(text)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['{"amount": NaN}', 'order.field.not_a_number'],
    ['{"a": {"amount": -Infinity}}', 'order.field.not_a_number'],
    ['{"note": "NaN and Infinity"}', 'accepted'],
    ['{"a": 1, "a": 1}', 'redis.reason.duplicate_key'],
    ['{"a": {"x": 1}, "b": {"x": 1}}', 'accepted'],
    ['{"constructor": 1}', 'redis.reason.forbidden_key'],
    ['{"\\u005f_proto__": 1}', 'redis.reason.forbidden_key'],
    [`{"${'k'.repeat(300)}": 1}`, 'redis.reason.key_too_long'],
    ['['.repeat(17), 'redis.reason.too_deep'],
    ["{'a': 1}", 'redis.malformed_at'],
    ['{"a": 01}', 'redis.malformed_at'],
    ['{"a": "\u0001"}', 'redis.malformed_at'],
    [`"${'x'.repeat(1_000_000)}"`, 'redis.too_large'],
  ])('%.40s: %s', (text, key) => {
    expect(refusal(text)).toBe(key)
  })

  it('refuses many fields', () => {
    const fields = Array.from({ length: 10_001 }, (_, index) => `"k${index}":1`)
    expect(refusal(`{${fields.join(',')}}`)).toBe('redis.reason.too_many_keys')
  })
})

describe('writing', () => {
  it('prints Money as a number with all its digits', () => {
    const value = {
      a: Money.parse('1e-20'),
      b: Money.parse('12345678901234567890.123'),
      c: null,
      d: undefined,
    }
    expect(jsonText(value)).toBe('{"a":0.00000000000000000001,"b":12345678901234567890.123,"c":null}')
  })

  it('never writes a number that is none', () => {
    expect(() => jsonText({ a: Number.NaN })).toThrow(JsonOutputError)
    expect(() => jsonText([Number.POSITIVE_INFINITY])).toThrow(JsonOutputError)
  })

  it('always writes the five keys of an answer', () => {
    const failed = answerText('id', { success: false, data: null, error: 'why' }, 1.23456)
    expect(JSON.parse(failed)).toEqual({
      request_id: 'id',
      success: false,
      data: null,
      error: 'why',
      processing_time_ms: 1.23,
    })
  })
})

describe('the request id of a broken text', () => {
  it.each([
    ['{"request_id": "abc", "action": ', 'abc'],
    ['{"request_id":"a\\u00e9",,', 'aé'],
    ['{"request_id" : 12, oops', '12'],
    ['{"request_id": 1.5}', null],
    ['{"request_id": ""', null],
    ['{"id": "abc"', null],
    [`{"request_id": "${'x'.repeat(300)}"`, null],
  ])('%.50s: %s', (text, id) => {
    expect(fishRequestId(text)).toBe(id)
  })
})

it('reads an envelope as Django sends it', () => {
  const text =
    '{"request_id": "r", "action": "get_balance", "params": {"broker_id": 1}, "user_id": 1, "trace_id": null, "timestamp": 2543.52}'
  expect(parseEnvelope(text)).toMatchObject({
    requestId: 'r',
    action: 'get_balance',
    userId: 1,
    timestamp: 2543.52,
  })
})
