import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { CredentialsReport } from '../core/base-exchange-client.ts'
import { balancesFrom } from './map-market-data.ts'
import type { AccountRecord, ApiKeyRecord } from './schemas.ts'

/** The version of keys that KuCoin makes now. */
const presentVersion = 3
/** Assets named in one sentence. */
const namedAssets = 5

/**
 * What GET /user/api-key says of a key. Its rights are words in a list: `Spot` (once `Trade`) to trade, `Withdrawal`
 * (once `Transfer`) to take money out; `FlexTransfers` and `InnerTransfer` move it only within the account. KuCoin
 * tells no date of expiry. Pure.
 *
 * @param accounts what lies where; null: not known.
 */
export function reportOn(key: ApiKeyRecord, accounts: readonly AccountRecord[] | null): CredentialsReport {
  const rights = key.permission.split(',').map((word) => word.trim().toLowerCase())
  return {
    canRead: true,
    canTrade: rights.includes('spot') || rights.includes('trade'),
    canWithdraw: rights.some((word) => word.startsWith('withdraw') || word === 'transfer'),
    ipRestricted: key.ipWhitelist !== null,
    expiresAt: null,
    accountKind: 'classic',
    uid: key.uid,
    notes: [...versionNote(key), ...mainNote(accounts ?? [])],
  }
}

function versionNote({ apiVersion }: ApiKeyRecord): readonly MessageRef[] {
  if ((apiVersion ?? presentVersion) >= presentVersion) return []
  return [message('exchange.kucoin.note.old_key', { version: String(apiVersion), present: String(presentVersion) })]
}

function mainNote(accounts: readonly AccountRecord[]): readonly MessageRef[] {
  const assets = balancesFrom(accounts)
    .filter(({ elsewhere }) => elsewhere.some(({ wallet }) => wallet === 'main'))
    .map(({ asset }) => asset)
  if (assets.length === 0) return []
  const more = assets.length > namedAssets ? ', …' : ''
  return [
    message('exchange.kucoin.note.money_in_main', {
      assets: `${assets.slice(0, namedAssets).join(', ')}${more}`,
    }),
  ]
}
