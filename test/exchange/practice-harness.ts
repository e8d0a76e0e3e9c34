import { startPracticeExchanges } from '@aristobot/practice'
import type { AccountConnection } from '../../src-main/exchange/accounts/account-connection.ts'
import { Credentials } from '../../src-main/exchange/accounts/credentials.ts'
import { LiveStreams } from '../../src-main/exchange/accounts/live-streams.ts'
import { type ManagerOptions, NativeExchangeManager } from '../../src-main/exchange/accounts/native-exchange-manager.ts'
import type { BaseExchangeClient } from '../../src-main/exchange/core/base-exchange-client.ts'
import { silentLogger } from '../../src-main/exchange/core/venue.ts'
import { type Clock, systemClock } from '../../src-main/infra/clock.ts'
import type { ExchangeName, KeyKind, OrderRoute } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'

/** A practice exchange, a manager on it, and one account; whatever a test of the client needs. */
export interface PracticeHarness {
  readonly client: BaseExchangeClient
  readonly manager: NativeExchangeManager
  /** Opens sockets when it is refreshed, or asked to watch. */
  readonly streams: LiveStreams
  readonly baseUrl: string
  /** Asks the practice exchange's control interface (practice/host/control.ts). */
  readonly control: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>
  /** Opens the socket for orders of accounts that have it so, and waits until orders go over it. */
  readonly openSocket: () => Promise<void>
  readonly setPrice: (symbol: string, price: string) => void
  /** Adds an account and gives its client. */
  addAccount(options: AccountOptions): BaseExchangeClient
  /** Changes what the ConnectionSource answers for the first account; null: no longer there. */
  readonly setConnection: (change: Partial<AccountConnection> | null) => void
  close(): Promise<void>
}

export interface AccountOptions {
  readonly accountId: string
  readonly apiKey: string
  readonly secret: string
  readonly passphrase?: string
  readonly kind?: KeyKind
}

/** Which exchange the harness is for, and the account that it opens there. */
export interface ExchangeOptions {
  readonly exchange: ExchangeName
  readonly account: AccountOptions
  /** The exchange's word for the kind of account; missing: its first. */
  readonly accountKind?: string
  /** How orders go; see {@link PracticeHarness.openSocket}. Missing: REST. */
  readonly orderRoute?: OrderRoute
  /** The exchange's clock, epoch ms; missing: the machine's. */
  readonly now?: () => number
  /** Of the streams; missing: the machine's. */
  readonly clock?: Clock
}

export const firstAccount: AccountOptions = {
  accountId: 'first',
  apiKey: 'practice-key-1',
  secret: 'practice-secret-1',
}

const onBinance: ExchangeOptions = { exchange: 'binance', account: firstAccount }

export async function startPracticeHarness(
  options: Partial<ManagerOptions> = {},
  { exchange, account: first, accountKind, orderRoute = 'rest', now, clock = systemClock }: ExchangeOptions = onBinance,
): Promise<PracticeHarness> {
  const practice = await startPracticeExchanges({
    seed: 'tests',
    listings: 'tests',
    ...(now !== undefined && { now }),
  })
  const baseUrl = practice.baseUrls[exchange]
  const connections = new Map<string, AccountConnection>()
  const connect = ({ accountId, apiKey, secret, passphrase, kind = 'hmac' }: AccountOptions): void => {
    connections.set(accountId, {
      accountId,
      accountName: accountId,
      exchange,
      environment: { kind: 'practice', url: baseUrl, accountKind: null },
      baseUrl,
      credentials: new Credentials(apiKey, secret, kind, passphrase ?? null),
      revision: 1,
      switchedOff: [],
      orderRoute,
    })
  }
  const { apiKey, secret, passphrase } = first
  practice.openAccount(exchange, {
    apiKey,
    secret,
    ...(passphrase !== undefined && { passphrase }),
    ...(accountKind !== undefined && { kind: accountKind }),
  })
  connect(first)
  const manager = new NativeExchangeManager({
    connections: (accountId) => {
      const connection = connections.get(accountId)
      if (connection === undefined) throw new GatewayError('refused', 'account.unknown')
      return connection
    },
    pause: () => Promise.resolve(),
    ...options,
  })
  const streams = new LiveStreams({
    placeOf: (accountId) => manager.streamPlaceOf(accountId),
    orderAccounts: () =>
      [...connections.values()].filter((each) => each.orderRoute === 'websocket').map((each) => each.accountId),
    clock,
    logger: options.logger ?? silentLogger,
  })
  return {
    streams,
    client: manager.clientFor(first.accountId),
    manager,
    baseUrl,
    async control(method, path, body) {
      const response = await fetch(`${practice.controlUrl}${path}`, {
        method,
        ...(method === 'POST' && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body ?? {}),
        }),
      })
      const answer: unknown = await response.json()
      if (!response.ok) throw new Error(`control ${path}: ${JSON.stringify(answer)}`)
      return answer
    },
    async openSocket() {
      const isLive = (): boolean => streams.status(first.accountId)?.orders?.state.kind === 'live'
      streams.refresh()
      await new Promise<void>((resolve) => {
        const stop = streams.subscribe(() => {
          if (!isLive()) return
          stop()
          resolve()
        })
      })
    },
    setPrice: (symbol, price) => practice.setPrice(exchange, symbol, Money.parse(price)),
    addAccount(account) {
      connect(account)
      return manager.clientFor(account.accountId)
    },
    setConnection(change) {
      const current = connections.get(first.accountId)
      if (change === null || current === undefined) connections.delete(first.accountId)
      else connections.set(first.accountId, { ...current, ...change })
    },
    async close() {
      streams.close()
      await manager.close()
      await practice.close()
    },
  }
}
