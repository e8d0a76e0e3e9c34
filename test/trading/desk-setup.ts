import { onTestFinished } from 'vitest'
import type { DeskEvent } from '../../src-main/trading/desk-types.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk, type OrderDeskOptions } from '../../src-main/trading/order-desk.ts'
import type { Account } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { LimitOrderRequest, Origin } from '../../src-shared/order.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { sampleAccount } from '../support/sample-account.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { FakeClient, money } from './fake-client.ts'

export const account = (change: Partial<Account> = {}): Account =>
  sampleAccount({ id: 'acc-1', name: 'Main', userId: 7, environment: { kind: 'production' }, ...change })

export const limitOrder = (change: Partial<LimitOrderRequest> = {}): LimitOrderRequest => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: money('0.01'),
  price: money('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
  ...change,
})

export const panel = (requestId = 'form-1'): Origin => ({ kind: 'panel', requestId })
export const redis = (requestId = 'request-1', userId = 7): Origin => ({
  kind: 'redis',
  requestId,
  userId,
  action: 'place_order',
  traceId: null,
})

export interface Setup {
  readonly folder: string
  readonly clock: FakeClock
  readonly client: FakeClient
  readonly journal: Journal
  readonly desk: OrderDesk
  readonly events: DeskEvent[]
  /** The process dies and starts again: nothing of the old desk happens any more, the journal's file is opened anew. */
  readonly restart: (options?: Partial<OrderDeskOptions>) => Promise<Setup>
}

/** A desk with a fake exchange on a real journal, started. */
export async function setUp(
  options: Partial<OrderDeskOptions> = {},
  before: Pick<Setup, 'folder' | 'clock' | 'client'> = {
    folder: temporaryFolder(),
    clock: new FakeClock(),
    client: new FakeClient(),
  },
): Promise<Setup> {
  const { folder, clock, client } = before
  const accounts = new Map([account(), account({ id: 'acc-2', name: 'Second', brokerId: 2 })].map((a) => [a.id, a]))
  const journal = Journal.open({ folder, now: clock.now })
  onTestFinished(() => journal.close())
  const desk = new OrderDesk({
    journal,
    accounts: { get: (id) => accounts.get(id) ?? null },
    clients: {
      clientFor(id) {
        if (accounts.has(id)) return client
        throw new GatewayError('not-found', 'account.unknown')
      },
    },
    clock,
    ...options,
  })
  const events: DeskEvent[] = []
  desk.subscribe((event) => events.push(event))
  await desk.start()
  const restart = (changed: Partial<OrderDeskOptions> = {}): Promise<Setup> => {
    journal.close()
    return setUp({ ...options, ...changed }, before)
  }
  return { folder, clock, client, journal, desk, events, restart }
}
