import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberTexts } from '../../../src-main/exchange/http/json.ts'

describe('the members of a JSON object as texts', () => {
  it.each([
    ['{}', []],
    [
      ' { "a" : 9007199254740993 , "b": "x,}\\"" }',
      [
        ['a', '9007199254740993'],
        ['b', '"x,}\\""'],
      ],
    ],
    [
      '{"r":{"list":[1,{"x":"]"}],"n":0.10},"id":"o1"}',
      [
        ['r', '{"list":[1,{"x":"]"}],"n":0.10}'],
        ['id', '"o1"'],
      ],
    ],
  ])('of %s keep every digit', (text, members) => {
    expect([...(memberTexts(text) ?? [])]).toEqual(members)
  })

  it.each(['', '[]', 'null', '1', '"a"', '{', '{"a"', '{"a" 1}', '{"a":1', '{a:1}', '{"a":1,', '<html>'])(
    'of %j are none',
    (text) => {
      expect(memberTexts(text)).toBeNull()
    },
  )

  it('are those that another parser finds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue()), (value) => {
        for (const indent of [0, 2]) {
          const members = memberTexts(JSON.stringify(value, null, indent)) ?? new Map<string, string>()
          const read = [...members].map(([name, text]) => [name, JSON.parse(text) as unknown])
          expect(Object.fromEntries(read)).toEqual(JSON.parse(JSON.stringify(value)))
        }
      }),
    )
  })
})
