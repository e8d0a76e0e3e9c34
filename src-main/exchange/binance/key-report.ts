import type { z } from 'zod'
import type { CredentialsReport } from '../core/base-exchange-client.ts'
import type { AccountRecord, apiRestrictionsSchema } from './schemas.ts'

/**
 * What an account and its key may do. @param restrictions of the key; null: not told (testnet and demo have no /sapi).
 * Pure.
 */
export function reportOn(
  account: AccountRecord,
  restrictions: z.infer<typeof apiRestrictionsSchema> | null,
): CredentialsReport {
  return {
    canRead: true,
    canTrade: account.canTrade ? (restrictions?.enableSpotAndMarginTrading ?? null) : false,
    canWithdraw: restrictions?.enableWithdrawals ?? null,
    ipRestricted: restrictions?.ipRestrict ?? null,
    expiresAt: restrictions?.tradingAuthorityExpirationTime ?? null,
    accountKind: account.accountType.toLowerCase(),
    uid: account.uid,
    notes: [],
  }
}
