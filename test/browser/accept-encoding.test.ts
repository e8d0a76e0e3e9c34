import { expect, test } from 'vitest'
import { acceptedEncodings } from '../../src-main/browser/accept-encoding.ts'

test.each([
  [undefined, []],
  ['', []],
  ['identity', []],
  ['gzip', ['gzip']],
  ['gzip, deflate', ['gzip']],
  ['gzip, deflate, br, zstd', ['br', 'gzip']],
  ['GZIP;q=1.0, BR;q=0.5', ['br', 'gzip']],
  ['br;q=0, gzip', ['gzip']],
  ['br; q=0.000, gzip;q=0.001', ['gzip']],
  ['*', ['br', 'gzip']],
  ['*;q=0', []],
  ['gzip;q=0, *', ['br']],
  ['brotli, xgzip', []],
] as const)('%j takes %j', (header, encodings) => {
  expect(acceptedEncodings(header)).toEqual(encodings)
})
