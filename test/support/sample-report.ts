import type { CredentialsReport } from '../../src-main/exchange/core/base-exchange-client.ts'

/** A key that reads and trades, and nothing else. */
export const goodReport: CredentialsReport = {
  canRead: true,
  canTrade: true,
  canWithdraw: false,
  ipRestricted: false,
  expiresAt: null,
  accountKind: 'spot',
  uid: null,
  notes: [],
}
