import type { Stage } from '../stage.ts'
import { measureFills } from './fills.ts'
import { measureManyOrders } from './many-orders.ts'
import type { LiveFigures } from './section.ts'
import { measureTriggers } from './triggers.ts'

const fills = 50
const brackets = 50
const idleMs = 60_000

export async function measureLive(stage: Stage, say: (line: string) => void): Promise<LiveFigures> {
  say(`live: ${fills} fills seen in the window`)
  const filled = await measureFills(stage, fills, idleMs)
  say('live: a window with many open orders')
  const busy = await measureManyOrders(stage)
  say(`live: ${brackets} brackets`)
  return { fills: filled, busy, triggers: await measureTriggers(stage, brackets) }
}
