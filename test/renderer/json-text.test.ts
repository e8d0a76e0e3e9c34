import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutJson } from '../../src-renderer/ui/json-text.ts'

describe('JSON laid out over lines', () => {
  it('looks as JSON.stringify would lay it out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(layOutJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
      }),
    )
  })

  it('keeps every digit, and signs inside texts', () => {
    const text = '{"price":0.000000010000000000000000001,"said":"a: [\\"b\\", {c}]"}'
    expect(layOutJson(text)).toBe('{\n  "price": 0.000000010000000000000000001,\n  "said": "a: [\\"b\\", {c}]"\n}')
  })
})
