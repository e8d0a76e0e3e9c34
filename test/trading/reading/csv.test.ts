import { expect, test } from 'vitest'
import { csvLine, csvText } from '../../../src-main/trading/reading/csv.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1+1', "'-1+1"],
  ['-', "'-"],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ['plain', 'plain'],
])('%s is written as %s', (value, cell) => {
  expect(csvText([value])).toBe(cell)
})

test.each(['-12.5', '-0.00000001', '12.5'])('the number %s stays one, for losses are summed', (value) => {
  expect(csvText([value])).toBe(value)
})

test('a line ends as spreadsheets expect it', () => {
  expect(csvLine(['a', '-1'])).toBe('a,-1\r\n')
})
