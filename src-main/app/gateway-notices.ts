import { join } from 'node:path'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { BrokerWatch } from '../django/broker-watch.ts'
import type { DatabaseService } from '../django/database-service.ts'
import type { TradeKeeper } from '../django/trade-keeper.ts'
import type { DividedLimits } from '../exchange/accounts/divided-limits.ts'
import type { ExchangeStore } from '../exchange/stores/exchange-store.ts'
import { oldTerminalNotice } from '../redis/old-terminal-notice.ts'
import type { RefusedBrokers } from '../redis/refused-brokers.ts'
import type { RedisService } from '../redis/service/redis-service.ts'
import type { Journal } from '../trading/journal.ts'
import type { Verifications } from '../verify/verifications.ts'
import type { InProcessPractice } from './in-process-practice.ts'
import type { SettingsStore } from './settings.ts'

export interface NoticeParts {
  readonly dataFolder: string
  /** The folder held nothing when we started. */
  readonly isNew: boolean
  readonly accounts: Accounts
  readonly settings: Pick<SettingsStore, 'problem'>
  readonly journal: Pick<Journal, 'damaged' | 'lost' | 'rowsNotice'>
  readonly redis: Pick<RedisService, 'notice' | 'oldTerminal'>
  readonly database: Pick<DatabaseService, 'notice'>
  readonly trades: Pick<TradeKeeper, 'notice'>
  readonly brokerWatch: Pick<BrokerWatch, 'notices'>
  readonly limits: Pick<DividedLimits, 'keysUsedElsewhere'>
  readonly exchangeStore: Pick<ExchangeStore, 'backup'>
  readonly practice: Pick<InProcessPractice, 'notices'>
  readonly verifications: Pick<Verifications, 'notices'>
  readonly refusedBrokers: Pick<RefusedBrokers, 'notices'>
  readonly logTrouble?: () => MessageRef | null
}

/** What is wrong at this moment with what we keep, for a person. */
export function noticesOf(parts: NoticeParts): readonly MessageRef[] {
  const { accounts, settings, journal, redis, exchangeStore, practice, refusedBrokers, logTrouble } = parts
  const { backup } = exchangeStore
  const notices = [
    accounts.registry.problem ?? missingAccounts(parts),
    settings.problem,
    journal.damaged,
    journal.lost,
    journal.rowsNotice,
    redis.notice,
    redis.oldTerminal === null ? null : oldTerminalNotice(redis.oldTerminal.old, redis.oldTerminal.isBeside),
    parts.database.notice,
    parts.trades.notice,
    ...aboutKeychain(accounts),
    ...parts.limits.keysUsedElsewhere.flatMap((id) => accounts.get(id)?.name ?? []).map(usedElsewhere),
    backup === null ? null : message('system.exchange_store_damaged', { file: backup }),
    ...practice.notices,
    ...parts.verifications.notices(),
    ...refusedBrokers.notices((brokerId) => accounts.byBroker(brokerId)?.userId ?? null),
    ...parts.brokerWatch.notices(),
    logTrouble?.() ?? null,
  ]
  return notices.filter((notice) => notice !== null)
}

const usedElsewhere = (name: string): MessageRef => message('redis_link.kraken_key_used_elsewhere', { name })

/** No list of accounts in a folder that was in use. */
function missingAccounts({ accounts, isNew, dataFolder }: NoticeParts): MessageRef | null {
  if (isNew || accounts.registry.state !== 'absent') return null
  return message('account.registry_missing', { file: join(dataFolder, 'accounts.json') })
}

function aboutKeychain(accounts: Accounts): readonly MessageRef[] {
  const { vault } = accounts
  const unread = accounts.failures.map(({ accountId, reason }) =>
    message('keychain.entry_unreadable', { name: accounts.get(accountId)?.name ?? accountId, reason }),
  )
  const { available, reason } = vault.availability()
  if (available) return unread
  const names = accounts.waitingForKeychain().map(({ name }) => name)
  const waited = message('keychain.waited_for', { names: names.join(', '), reason: reason ?? '' })
  const left = message('keychain.leftovers', { count: String(vault.leftovers) })
  return [...unread, ...(names.length > 0 ? [waited] : []), ...(vault.leftovers > 0 ? [left] : [])]
}
