import type { GatewayStatus } from '../../src-shared/contract.ts'

/** A gateway of which there is nothing to say. */
export const quietStatus: GatewayStatus = {
  redis: { state: 'off', url: 'redis://localhost:6379' },
  notices: [],
  database: { state: 'off' },
  symbols: [],
  trades: { waiting: 0, problem: null },
  startOwnRedis: false,
  counts: { received: 0, answered: 0, failed: 0, expired: 0, working: 0 },
  queue: {
    depth: 0,
    waiting: 0,
    working: 0,
    oldestMs: null,
    turnedAway: 0,
    limits: { working: 1, waiting: 1, workingOnExchange: 1 },
    lanes: [],
  },
  events: null,
  unknownOrders: 0,
  ordersInNeed: 0,
  bracketAlarms: 0,
  killSwitch: 'active',
  approvals: 0,
  journalDamaged: false,
  venues: [],
}
