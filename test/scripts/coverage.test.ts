import { expect, test } from 'vitest'
import { byRoom } from '../../scripts/bootstrap/coverage.mjs'

const counts = (total: number, covered: number) => ({
  lines: { total, covered },
  branches: { total: 0, covered: 0 },
})

test('coverage is summed by room', () => {
  const rooms = byRoom([
    ['src-main/trading/guard/guard.ts', counts(10, 5)],
    ['src-main/trading/order-desk.ts', counts(30, 30)],
    ['src-main/cli.ts', counts(2, 0)],
    ['src-shared/messages/index.ts', counts(4, 4)],
    ['src-renderer/trade/draft.ts', counts(8, 2)],
    ['practice/src/engine/matching.ts', counts(6, 6)],
  ])
  expect(rooms.map(({ room, lines }) => [room, lines.covered, lines.total])).toEqual([
    ['practice', 6, 6],
    ['src-main', 0, 2],
    ['src-main/trading', 35, 40],
    ['src-renderer/trade', 2, 8],
    ['src-shared', 4, 4],
  ])
})
