import type { GatewayStatus, RedisState } from '../../src-shared/contract.ts'
import type { DatabaseService } from '../django/database-service.ts'
import type { SymbolKeeper } from '../django/symbol-keeper.ts'
import type { TradeKeeper } from '../django/trade-keeper.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import type { RedisService } from '../redis/service/redis-service.ts'
import type { OrderDesk } from '../trading/order-desk.ts'
import { noticesOf, type NoticeParts } from './gateway-notices.ts'
import type { SettingsStore } from './settings.ts'

interface Parts extends NoticeParts {
  readonly settings: SettingsStore
  readonly redis: RedisService
  readonly database: DatabaseService
  readonly symbols: SymbolKeeper
  readonly trades: TradeKeeper
  readonly desk: OrderDesk
  readonly manager: NativeExchangeManager
}

/** How the gateway stands at this moment. */
export function statusOf(parts: Parts): GatewayStatus {
  const { settings, redis, database, desk, journal, manager } = parts
  const { unknown, needsAttention } = desk.doubtful()
  return {
    redis: redisState(redis),
    database: database.state,
    symbols: parts.symbols.list(),
    trades: parts.trades.standing(),
    notices: noticesOf(parts),
    startOwnRedis: settings.get().startOwnRedis,
    counts: redis.bridge.counts(),
    queue: redis.bridge.queue(),
    events: redis.events.figures(),
    unknownOrders: unknown,
    ordersInNeed: needsAttention,
    bracketAlarms: desk.brackets.alarms(),
    killSwitch: desk.guard.killSwitch().state,
    approvals: desk.guard.approvals.list().length,
    journalDamaged: journal.damaged !== null,
    venues: manager.status().map((venue) => ({
      exchange: venue.exchange,
      baseUrl: venue.baseUrl,
      clockOffsetMs: venue.clock?.offsetMs ?? null,
      usedWeight: venue.usage[0]?.used ?? null,
      weightLimit: venue.usage[0]?.limit ?? null,
      bannedUntil: venue.bannedUntil,
    })),
  }
}

function redisState({ bridge, ownServer }: RedisService): RedisState {
  const state = bridge.state()
  return state.state === 'connected' ? { ...state, ownServer } : state
}
