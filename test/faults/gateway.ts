import { toCredentials } from '../../src-main/accounts/key-kind.ts'
import type { AccountConnection } from '../../src-main/exchange/accounts/account-connection.ts'
import { NativeExchangeManager } from '../../src-main/exchange/accounts/native-exchange-manager.ts'
import type { BaseExchangeClient } from '../../src-main/exchange/core/base-exchange-client.ts'
import type { Clock } from '../../src-main/infra/clock.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import { Money } from '../../src-shared/money.ts'
import type { LimitOrderRequest, Origin } from '../../src-shared/order.ts'
import { sampleAccount } from '../support/sample-account.ts'
import { keys } from './faulty-exchange.ts'

/**
 * The parts of a gateway that move an order: real client, real journal, real desk. Also runs in a child process, so no
 * vitest here.
 */
export interface TradingGateway {
  readonly desk: OrderDesk
  readonly journal: Journal
  readonly client: BaseExchangeClient
  close(): Promise<void>
}

export const accountId = 'faults'

export const request: LimitOrderRequest = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: Money.parse('0.001'),
  price: Money.parse('40000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}

export const origin = (requestId: string): Origin => ({
  kind: 'redis',
  requestId,
  userId: 1,
  action: 'place_order',
  traceId: null,
})

interface Options {
  readonly folder: string
  readonly baseUrl: string
  readonly clock?: Clock
  /** Lets a test put itself between desk and journal. */
  readonly wrapJournal?: (journal: Journal) => Journal
  /** Reaches this far before it counts as unanswered. */
  readonly deadlineMs?: number
}

export function startGateway(options: Options): TradingGateway {
  const { folder, baseUrl, clock, wrapJournal, deadlineMs } = options
  const environment = { kind: 'practice', url: baseUrl, accountKind: null } as const
  const account = sampleAccount({ id: accountId, name: 'Faults', environment })
  const connection: AccountConnection = {
    accountId,
    accountName: account.name,
    exchange: account.exchange,
    environment,
    baseUrl,
    credentials: toCredentials(keys),
    revision: 1,
    switchedOff: [],
    orderRoute: 'rest',
  }
  const clients = new NativeExchangeManager({
    connections: () => connection,
    ...(deadlineMs !== undefined && { transport: { deadlineMs } }),
  })
  const journal = Journal.open({ folder, ...(clock && { now: clock.now }) })
  const desk = new OrderDesk({
    journal: wrapJournal?.(journal) ?? journal,
    accounts: { get: (id) => (id === accountId ? account : null) },
    clients,
    ...(clock && { clock }),
  })
  return {
    desk,
    journal,
    client: clients.clientFor(accountId),
    async close() {
      await desk.close()
      await clients.close()
      journal.close()
    },
  }
}
