import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parsePlaced, parseRequest, placedTexts, requestText } from '../../src-main/trading/order-codec.ts'

/** Rows as they were written by the versions named; they never change. */
const frozen = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`order-rows/${name}.json`, import.meta.url), 'utf8'))

test('an outcome of this version is read and written as it was frozen', () => {
  const row = frozen('placed-v1')
  expect(JSON.parse(placedTexts(parsePlaced(JSON.stringify(row), null)).outcome)).toEqual(row)
})

test('an outcome of version 0 is read, with no word of why orders ended', () => {
  const { order, legs } = parsePlaced(JSON.stringify(frozen('placed-v0')), null)
  expect(legs).toHaveLength(2)
  for (const each of [order, ...legs]) expect(each.endReason).toBeNull()
  expect(JSON.stringify(order.terms)).toContain('"price":"100000"')
})

test('a request of each kind is read and written as it was frozen', () => {
  for (const row of frozen('requests-v0') as readonly unknown[])
    expect(JSON.parse(requestText(parseRequest(JSON.stringify(row))))).toEqual(row)
})

test.each([
  ['an outcome', () => parsePlaced(JSON.stringify({ ...(frozen('placed-v1') as object), v: 2 }), null)],
  ['a request', () => parseRequest(JSON.stringify({ ...(frozen('requests-v0') as readonly object[])[0], v: 1 }))],
])('%s of a later version is not guessed at', (_what, parse) => {
  expect(parse).toThrow('later than')
})

test('what is no number is no price, and says where', () => {
  const [, limit] = frozen('requests-v0') as readonly object[]
  expect(() => parseRequest(JSON.stringify({ ...limit, price: '1,5' }))).toThrow('not a decimal number')
})
