import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { rangeOf, stretchesOf, widestOf } from '../../src-renderer/ui/row-window.ts'

describe('the rows that are drawn', () => {
  it.each([
    ['at the top', { top: 0, height: 310 }, { from: 0, to: 20 }],
    ['with the table further down', { top: -100, height: 310 }, { from: 0, to: 16 }],
    ['in the middle', { top: 3100, height: 310 }, { from: 92, to: 120 }],
    ['at the end', { top: 15_190, height: 310 }, { from: 480, to: 500 }],
    ['beyond the end', { top: 99_999, height: 310 }, { from: 499, to: 500 }],
  ])('%s', (_where, view, range) => {
    expect(rangeOf(view, 31, 500)).toEqual(range)
  })

  test('are always all that are seen, and within the table', () => {
    fc.assert(
      fc.property(
        fc.record({ top: fc.integer({ min: -500, max: 40_000 }), height: fc.integer({ min: 1, max: 2_000 }) }),
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 0, max: 1_000 }),
        (view, rowHeight, count) => {
          const { from, to } = rangeOf(view, rowHeight, count)
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeLessThanOrEqual(count)
          expect(from).toBeLessThanOrEqual(to)
          for (let row = 0; row < count; row += 1) {
            const isSeen = (row + 1) * rowHeight > view.top && row * rowHeight < view.top + view.height
            if (isSeen) expect(row >= from && row < to).toBe(true)
          }
        },
      ),
    )
  })
})

describe('the table from top to bottom', () => {
  it.each([
    ['the start', { from: 0, to: 20 }, null, ['rows 0-20', 'space 20-100']],
    ['the middle', { from: 40, to: 60 }, null, ['space 0-40', 'rows 40-60', 'space 60-100']],
    ['the end', { from: 80, to: 100 }, null, ['space 0-80', 'rows 80-100']],
    [
      'a row kept above',
      { from: 40, to: 60 },
      3,
      ['space 0-3', 'rows 3-4', 'space 4-40', 'rows 40-60', 'space 60-100'],
    ],
    ['a row kept below', { from: 0, to: 20 }, 99, ['rows 0-20', 'space 20-99', 'rows 99-100']],
    ['a row kept right before', { from: 40, to: 60 }, 39, ['space 0-39', 'rows 39-40', 'rows 40-60', 'space 60-100']],
    ['a row kept within', { from: 40, to: 60 }, 41, ['space 0-40', 'rows 40-60', 'space 60-100']],
    ['a row kept that is gone', { from: 40, to: 60 }, 100, ['space 0-40', 'rows 40-60', 'space 60-100']],
  ] as const)('%s', (_where, range, kept, stretches) => {
    expect(stretchesOf(100, range, kept).map(({ kind, from, to }) => `${kind} ${from}-${to}`)).toEqual(stretches)
  })

  it('of no rows is empty', () => {
    expect(stretchesOf(0, { from: 0, to: 0 }, null)).toEqual([])
  })
})

it('the widest rows are those with the longest text of each column, each once', () => {
  const rows = [
    ['a', 'bbbb', 'c'],
    ['aa', 'b', 'cc'],
    ['a', 'b', 'c'],
  ]
  expect(widestOf(rows, (row) => row)).toEqual([rows[1], rows[0]])
  expect(widestOf([], (row: string[]) => row)).toEqual([])
})
