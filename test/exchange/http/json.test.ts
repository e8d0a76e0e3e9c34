import fc from 'fast-check'
import { parse } from 'lossless-json'
import { describe, expect, test } from 'vitest'
import { parseJson } from '../../../src-main/exchange/http/json.ts'

/** The same by a parser that keeps numbers as they were written. */
const asWritten = (text: string): unknown => parse(text, null, (number) => number)

describe('an answer’s JSON', () => {
  test.each([
    ['{"id":12345678901234567890,"price":0.00000001}', { id: '12345678901234567890', price: '0.00000001' }],
    ['[1e-05, -0, 1E+3, 1.50,7]', ['1e-05', '-0', '1E+3', '1.50', '7']],
    ['{"a":"1","b\\"2":"-3, 4","c\\\\":5}', { a: '1', 'b"2': '-3, 4', 'c\\': '5' }],
    [' 42 ', '42'],
    ['{"e":true,"n":null}', { e: true, n: null }],
  ])('%s keeps its numbers as text', (text, expected) => {
    expect(parseJson(text)).toEqual(expected)
  })

  test.each([
    '',
    '{',
    '{"a":01}',
    '{"a":1.}',
    '{"a":-}',
    '{"a":.5}',
    '[1 2]',
    '{"a":1e}',
    '"open',
    '{"a":NaN}',
    '<html>',
  ])('%j is none', (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError)
  })

  test('whatever it holds, it reads as another parser reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.boolean(), (text, isSpaced) => {
        const written = isSpaced ? JSON.stringify(JSON.parse(text), null, 2) : text
        expect(parseJson(written)).toEqual(asWritten(written))
      }),
    )
  })
})
