import type { Account } from '../../src-shared/account.ts'
import { noLimits } from '../../src-shared/guard.ts'

/** A practice account that may do everything, with what a test needs otherwise. */
export const sampleAccount = (change: Partial<Account> = {}): Account => ({
  id: 'a',
  name: 'Practice',
  exchange: 'binance',
  brokerId: 1,
  userId: 1,
  environment: { kind: 'practice', url: null, accountKind: null },
  redisPermission: 'trade',
  withdrawalAccepted: false,
  rightsRead: true,
  limits: noLimits,
  switchedOff: [],
  orderRoute: 'rest',
  deadManSeconds: null,
  terminal3Amounts: null,
  createdAt: 0,
  ...change,
})
