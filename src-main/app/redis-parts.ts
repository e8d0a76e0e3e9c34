import type { Accounts } from '../accounts/accounts.ts'
import type { DividedLimits } from '../exchange/accounts/divided-limits.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import { RedisBridge } from '../redis/bridge.ts'
import type { RefusedBrokers } from '../redis/refused-brokers.ts'
import type { RedisTarget } from '../redis/service/redis-host.ts'
import { redisSecretNames } from '../redis/service/redis-secrets.ts'
import { RedisService } from '../redis/service/redis-service.ts'
import type { Terminal3Amounts } from '../redis/services.ts'
import type { Journal } from '../trading/journal.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import type { DjangoParts } from './django-parts.ts'
import type { LiveParts } from './live-parts.ts'
import type { SettingsStore } from './settings.ts'

interface Below {
  readonly dataFolder: string
  readonly target: RedisTarget
  readonly settings: SettingsStore
  readonly accounts: Accounts
  readonly manager: NativeExchangeManager
  readonly limits: DividedLimits
  readonly journal: Journal
  readonly desk: OrderDesk
  readonly live: LiveParts
  readonly refusedBrokers: RefusedBrokers
  readonly django: Pick<DjangoParts, 'symbols' | 'trades'>
  /** Told of what a person has chosen. */
  readonly note: (detail: object) => void
  readonly log: Logger
}

/** What serves Django over Redis, on all that stands below it. */
export function createRedisService(below: Below): RedisService {
  const { dataFolder, target, settings, accounts, manager, limits, journal, desk, live, refusedBrokers, note, log } =
    below
  const { symbols, trades } = below.django
  const language = (): ReturnType<SettingsStore['get']>['language'] => settings.get().language
  return new RedisService({
    target,
    settings,
    secret: accounts.vault.secret(redisSecretNames(dataFolder)),
    log,
    note,
    events: {
      events: live.events,
      hold: (accountId) => live.accounts.hold(accountId),
      accounts,
      shelf: journal.untold,
      language,
      clock: systemClock,
      logger: log,
    },
    bridge: (parts) =>
      new RedisBridge({
        connection: parts.connection,
        log: parts.log,
        services: {
          desk,
          accounts,
          clients: manager,
          live: live.reads,
          django: parts.django,
          noteAnswer: (answer) => {
            journal.audit.answered(answer, (error) => {
              if (journal.damaged === null) log.error({ err: error }, 'an answer was not noted in the journal')
            })
          },
          terminal3: terminal3Amounts(below),
          refusedBroker: (refused) => refusedBrokers.note(refused),
          symbols,
          trades,
        },
        language,
        sharing: () => settings.get().redisSharing,
        limits,
        logger: log,
      }),
  })
}

/** A person's word for an account counts first; the setting speaks for those that nobody has spoken for. */
function terminal3Amounts({ settings, accounts, desk, log }: Below): Terminal3Amounts {
  return {
    meaningFor: (account) => account.terminal3Amounts ?? (settings.get().terminal3AmountsInUsdt ? 'usdt' : null),
    ask: async ({ account, deadline, ...about }) => {
      const accountId = account.id
      const meaning = await desk.guard.askMeaning({ accountId, ...about }, deadline)
      // What cannot be kept is asked again with the next order; this one is decided.
      await accounts
        .setTerminal3Amounts(accountId, meaning)
        .catch((error: unknown) => log.error({ err: error, accountId }, 'what Terminal 3 means could not be kept'))
      return meaning
    },
  }
}
