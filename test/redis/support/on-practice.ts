import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import { pino } from 'pino'
import { createLiveParts, type LiveParts } from '../../../src-main/app/live-parts.ts'
import { TradeKeeper, type TradeKeeperOptions } from '../../../src-main/django/trade-keeper.ts'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { DividedLimits } from '../../../src-main/exchange/accounts/divided-limits.ts'
import { NativeExchangeManager } from '../../../src-main/exchange/accounts/native-exchange-manager.ts'
import { withFees } from '../../../src-main/exchange/orders/with-fees.ts'
import { silentLogger, systemClock } from '../../../src-main/infra/clock.ts'
import type { RedisBridge, RedisBridgeOptions } from '../../../src-main/redis/bridge.ts'
import { plainConnection } from '../../../src-main/redis/connection.ts'
import { ExchangeEvents } from '../../../src-main/redis/events/exchange-events.ts'
import { openCommands } from '../../../src-main/redis/redis-commands.ts'
import { startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { Journal } from '../../../src-main/trading/journal.ts'
import { OrderDesk } from '../../../src-main/trading/order-desk.ts'
import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { DjangoClient } from './django-client.ts'
import { account } from './models.ts'
import { makeBridge, untilState } from './running.ts'

export interface PracticeColumn {
  readonly exchange: ExchangeName
  readonly kind: string | null
}

/** Every exchange and kind of account. */
export const columns = {
  binance: { exchange: 'binance', kind: null },
  bitgetClassic: { exchange: 'bitget', kind: 'classic' },
  bitgetUnified: { exchange: 'bitget', kind: 'unified' },
  kucoin: { exchange: 'kucoin', kind: 'classic' },
  kraken: { exchange: 'kraken', kind: null },
} as const satisfies Readonly<Record<string, PracticeColumn>>

/** An account on a practice exchange, as Django knows it. */
export interface OwnedColumn extends PracticeColumn {
  readonly brokerId: number
  readonly userId: number
  /** Amounts by asset; missing: what the exchange gives a new account. */
  readonly balances?: Readonly<Record<string, string>>
}

export interface OnPractice extends AsyncDisposable {
  readonly django: DjangoClient
  readonly gateways: readonly [RunningGateway, ...RunningGateway[]]
  readonly practice: PracticeExchanges
  /** What the gateways were told by exchanges about too many requests. */
  readonly refusals: readonly object[]
}

export interface RunningGateway {
  readonly bridge: RedisBridge
  readonly manager: NativeExchangeManager
  readonly desk: OrderDesk
  readonly journal: Journal
  /** What lives on what exchanges push; null: they are asked for everything. */
  readonly live: LiveParts | null
  readonly trades: TradeKeeper | null
}

/** How many gateways serve the accounts, all taking from one queue, and with what of it. */
export interface Gateways {
  readonly count: number
  readonly sharesLimits: boolean
  /** Whether they follow what exchanges push. */
  readonly isLive?: boolean
  /** Whether what happens is told on a stream. */
  readonly tellsEvents?: boolean
  readonly bridge?: Partial<RedisBridgeOptions>
  /** Django's database, where orders get rows. */
  readonly django?: Pick<TradeKeeperOptions, 'database' | 'policy'>
}

/** The whole way from Django's text to practice exchanges, with an account for each column given. */
export async function onPractice(
  owned: readonly OwnedColumn[],
  gateways: Gateways = { count: 1, sharesLimits: false },
): Promise<OnPractice> {
  const practice = await startPracticeExchanges({ seed: 'redis' })
  for (const column of owned) openAccount(practice, column)
  const server = await startOwnRedis()
  const refusals: object[] = []
  const start = (index: number): Promise<Started> =>
    startGateway(practice, server.port, refusals, owned, gateways, index)
  const [first, ...others] = await Promise.all([
    start(0),
    ...Array.from({ length: gateways.count - 1 }, (_, index) => start(index + 1)),
  ])
  const started = [first, ...others]
  const django = new DjangoClient(server.port)
  return {
    django,
    practice,
    refusals,
    gateways: [first.gateway, ...others.map(({ gateway }) => gateway)],
    [Symbol.asyncDispose]: async () => {
      for (const { gateway } of started) await gateway.bridge.close()
      django.close()
      for (const { close } of started) await close()
      await practice.close()
      await server.close()
    },
  }
}

const keyOf = ({ brokerId }: OwnedColumn): string => `account-${brokerId}`
const secretOf = (column: OwnedColumn): string => Buffer.from(`secret of ${keyOf(column)}`).toString('base64')

function openAccount(practice: PracticeExchanges, column: OwnedColumn): void {
  const { exchange, kind, balances } = column
  practice.openAccount(exchange, {
    apiKey: keyOf(column),
    secret: secretOf(column),
    passphrase: 'passphrase',
    ...(kind !== null && { kind }),
    ...(balances !== undefined && { balances }),
  })
}

interface Started {
  readonly gateway: RunningGateway
  /** All but the bridge. */
  readonly close: () => Promise<void>
}

async function startGateway(
  practice: PracticeExchanges,
  port: number,
  refusals: object[],
  owned: readonly OwnedColumn[],
  { sharesLimits, isLive = false, tellsEvents = false, bridge: options, django }: Gateways,
  index: number,
): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), 'aristobot-on-practice-'))
  const accounts = new Map(
    owned.map((column) => {
      // Gateways call an account by names of their own.
      const id = index === 0 ? keyOf(column) : `${keyOf(column)}-${index}`
      const { exchange, brokerId, userId } = column
      return [id, { column, account: account({ id, name: id, exchange, brokerId, userId }) }] as const
    }),
  )
  const limits = sharesLimits ? new DividedLimits('') : null
  const manager = new NativeExchangeManager({
    connections: (accountId) => {
      const own = accounts.get(accountId)
      if (own === undefined) throw new GatewayError('not-found', 'account.unknown')
      const { exchange } = own.column
      return {
        accountId,
        accountName: own.account.name,
        exchange,
        environment: own.account.environment,
        baseUrl: practice.baseUrls[exchange],
        credentials: new Credentials(keyOf(own.column), secretOf(own.column), 'hmac', 'passphrase'),
        revision: 1,
        switchedOff: [],
        orderRoute: 'rest',
      }
    },
    logger: {
      debug: () => undefined,
      warn: (details, text) => {
        if (text === 'the exchange asks to wait') refusals.push(details)
      },
    },
    ...(limits !== null && { limits }),
  })
  const list = [...accounts.values()].map((own) => own.account)
  const journal = Journal.open({ folder })
  const log = pino({ level: 'silent' })
  const live = isLive
    ? createLiveParts({
        manager,
        orderAccounts: () => [],
        journal,
        log,
        changed: () => undefined,
        seen: (...told) => desk.tookNotice(...told),
        fills: { pushed: () => undefined, complete: () => undefined },
        memberOf: (...order) => desk.memberOf(...order),
      })
    : null
  const desk: OrderDesk = new OrderDesk({
    journal,
    accounts: { get: (id) => accounts.get(id)?.account ?? null },
    clients: manager,
    ...live?.desk,
  })
  if (live !== null)
    desk.subscribe((event) => {
      live.reads.heed(event)
      live.events.heed(event)
    })
  const trades =
    django === undefined
      ? null
      : new TradeKeeper({
          ...django,
          journal,
          orderNow: async (accountId, { id, symbol }) => {
            const order = await manager.clientFor(accountId).fetchOrder({ symbol, orderId: id })
            desk.tookNotice(accountId, [order])
            const [whole = order] = await withFees(manager.clientFor(accountId), [order])
            return whole
          },
          hold: (accountId) => live?.accounts.hold(accountId) ?? (() => undefined),
          language: () => 'en',
          changed: () => undefined,
          clock: systemClock,
          logger: silentLogger,
        })
  if (trades !== null) {
    desk.subscribe((event) => trades.heed(event))
    live?.events.subscribe((event) => trades.happened(event))
    trades.look()
  }
  const commands = openCommands(plainConnection({ host: '127.0.0.1', port }))
  const events =
    live === null
      ? null
      : new ExchangeEvents({
          events: live.events,
          hold: (accountId) => live.accounts.hold(accountId),
          accounts: { list: () => list },
          shelf: journal.untold,
          write: (work) => work(commands),
          inCluster: () => false,
          length: () => (tellsEvents ? 10_000 : null),
          language: () => 'en',
          gateway: `gateway-${index}`,
          clock: systemClock,
          logger: silentLogger,
          changed: () => undefined,
        })
  events?.refresh()
  await desk.start()
  const services = {
    desk,
    accounts: { byBroker: (id: number) => list.find(({ brokerId }) => brokerId === id) ?? null, list: () => list },
    clients: manager,
    ...(live !== null && { live: live.reads }),
    ...(trades !== null && { trades }),
  }
  const bridge = makeBridge(port, services, { ...(limits !== null && { limits }), ...options })
  bridge.start()
  await untilState(bridge, 'connected')
  return {
    gateway: { bridge, manager, desk, journal, live, trades },
    close: async () => {
      await events?.endSending()
      commands.disconnect()
      await desk.close()
      trades?.close()
      events?.close()
      live?.close()
      await manager.close()
      journal.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
