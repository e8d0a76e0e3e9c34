import { z } from 'zod'
import type { ExchangeName } from '../account.ts'
import type { DatabaseState, SymbolStanding, TradesStanding } from '../database-options.ts'
import type { KillSwitchState } from '../guard.ts'
import type { MessageRef } from '../messages/index.ts'
import type { OldTerminal } from '../old-terminal.ts'
import type { QueueFigures } from '../queue-figures.ts'
import type { OtherGateway } from '../redis-sharing.ts'
import { type Settings, settingsChangeSchema } from '../settings.ts'
import { gives, read, write } from './call.ts'
import { nothing } from './fields.ts'

/** How the gateway stands with Redis. */
export type RedisState =
  | { readonly state: 'connecting'; readonly url: string }
  | {
      readonly state: 'connected'
      readonly url: string
      readonly ownServer: boolean
      readonly others: readonly OtherGateway[]
      /** Takes requests beside us, as each happens to get them. */
      readonly oldTerminal: OldTerminal | null
    }
  /**
   * Another gateway takes the requests, or an old Terminal 5 does. `holder` null: the gateway does not say who it is, or
   * there is none.
   */
  | {
      readonly state: 'standby'
      readonly url: string
      readonly holder: OtherGateway | null
      readonly others: readonly OtherGateway[]
      readonly oldTerminal: OldTerminal | null
    }
  | { readonly state: 'lost'; readonly url: string; readonly reason: string; readonly nextAttemptAt: number }
  | { readonly state: 'off'; readonly url: string }

/** One request that came over Redis. Times are epoch ms. */
export interface RequestLogEntry {
  readonly sequence: number
  readonly requestId: string | null
  readonly action: string | null
  readonly account: string | null
  readonly outcome: 'waiting' | 'working' | 'success' | 'failure' | 'expired' | 'duplicate'
  readonly error: MessageRef | null
  readonly receivedAt: number
  readonly durationMs: number | null
}

/** Events on their way to Redis. */
export interface EventFigures {
  /** Since the gateway started. */
  readonly published: number
  readonly waiting: number
  /** Given up, the oldest first, because Redis took none for too long. */
  readonly dropped: number
  /** Why Redis took none of them last time; null: it did. */
  readonly trouble: string | null
}

export interface GatewayStatus {
  readonly redis: RedisState
  /** Django's PostgreSQL, where a person chose to use it. */
  readonly database: DatabaseState
  /** Lists of symbols that were written there. */
  readonly symbols: readonly SymbolStanding[]
  /** Rows of orders that wait to be written there. */
  readonly trades: TradesStanding
  /** What went wrong at start and a person should know: a damaged file set aside, a key that could not be read. */
  readonly notices: readonly MessageRef[]
  readonly startOwnRedis: boolean
  readonly counts: {
    readonly received: number
    readonly answered: number
    readonly failed: number
    /** Of those: too old to be carried out. */
    readonly expired: number
    readonly working: number
  }
  readonly queue: QueueFigures
  /** Of the stream of events on Redis; null: nothing is published. */
  readonly events: EventFigures | null
  /** Journal rows whose outcome is still being asked. */
  readonly unknownOrders: number
  /** Journal rows whose outcome could not be found out: a person has to look. */
  readonly ordersInNeed: number
  /** Brackets with something to say. */
  readonly bracketAlarms: number
  readonly killSwitch: KillSwitchState
  /** Bots' orders that wait for a person. */
  readonly approvals: number
  /** The journal can only be read until a new one is started. */
  readonly journalDamaged: boolean
  readonly venues: readonly {
    readonly exchange: ExchangeName
    readonly baseUrl: string
    readonly clockOffsetMs: number | null
    readonly usedWeight: number | null
    readonly weightLimit: number | null
    readonly bannedUntil: number | null
  }[]
}

/** What the window stands on, and what was chosen. */
export interface AppInfo extends Settings {
  readonly version: string
  readonly host: 'electron' | 'browser'
  readonly dataFolder: string
  readonly keychain: { readonly available: boolean; readonly reason: string | null }
}

export const appCalls = {
  'app.info': read(nothing, gives<AppInfo>()),
  'settings.set': write(settingsChangeSchema, gives<AppInfo>()),
} as const

export const gatewayCalls = {
  'gateway.status': read(nothing, gives<GatewayStatus>()),
  'gateway.requests': read(z.strictObject({ limit: z.int().min(1).max(500) }), gives<readonly RequestLogEntry[]>()),
} as const
