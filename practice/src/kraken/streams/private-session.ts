import type { BalancesEvent, OrderEvent } from '../../engine/feed.ts'
import type { KrakenKey } from '../security.ts'
import { balanceSnapshot, balanceUpdates } from './balances.ts'
import { executionReports, openReport, tradeReport } from './executions.ts'
import { KrakenSession } from './kraken-session.ts'
import { flag, StreamError, type StreamRequest } from './requests.ts'
import { json } from './wire.ts'

interface Subscription {
  readonly channel: 'executions' | 'balances'
  readonly token: string
  readonly key: KrakenKey
  readonly orderStatus: boolean
}

const fillsInSnapshot = 50

/** A socket at Kraken's private address: an account's orders, fills and balances. */
export class PrivateSession extends KrakenSession {
  readonly #subscriptions = new Map<string, Subscription>()
  #sequence = 0

  topics(): readonly string[] {
    return [...this.#subscriptions.keys()]
  }

  /** Its tokens open nothing any more; what they have opened goes on. */
  expire(): void {
    for (const { token } of this.#subscriptions.values()) this.exchange().state.tokens.end(token)
  }

  /** The key was taken away: what lives on it ends. */
  revoked(key: KrakenKey): void {
    if ([...this.#subscriptions.values()].some((each) => each.key === key))
      this.link.close(1008, 'ESession:Invalid session')
  }

  override closed(): void {
    for (const { token } of this.#subscriptions.values()) this.exchange().state.tokens.release(token)
    super.closed()
  }

  tellOrder(event: OrderEvent): void {
    const subscription = this.#of('executions', event.order.accountId)
    if (subscription === null) return
    for (const report of executionReports(this.exchange().engine, event, subscription)) {
      this.#tell('executions', 'update', [report])
    }
  }

  tellBalances(event: BalancesEvent): void {
    if (this.#of('balances', event.accountId) === null) return
    const { engine, state } = this.exchange()
    const updates = balanceUpdates(engine, event, () => state.newLedgerId())
    if (updates.length > 0) this.#tell('balances', 'update', updates)
  }

  protected override subscribe(request: StreamRequest): void {
    const channel = channelOf(request)
    const { state } = this.exchange()
    const token = request.params.get('token')
    const key = typeof token === 'string' ? state.tokens.keyOf(token, this.now()) : null
    if (key === null || typeof token !== 'string') throw new StreamError('ESession:Invalid session')
    if (!key.permissions.canRead) throw new StreamError('EGeneral:Permission denied')
    if (this.#subscriptions.has(channel)) throw new StreamError('Already subscribed')
    const orderStatus = flag(request, 'order_status', true)
    const counts = flag(request, 'ratecounter', false)
    const forAll = request.params.get('users') === 'all'
    const rows = forAll ? null : this.#snapshot(channel, key, request)
    this.#subscriptions.set(channel, { channel, token, key, orderStatus })
    state.tokens.use(token)
    const maxratecount = this.exchange().limits.tradingMax
    this.acknowledge(request, {
      result: { channel, snapshot: rows !== null, ...(counts ? { maxratecount } : {}) },
    })
    if (rows !== null) this.#tell(channel, 'snapshot', rows)
  }

  protected override unsubscribe(request: StreamRequest): void {
    const channel = channelOf(request)
    const subscription = this.#subscriptions.get(channel)
    if (subscription === undefined) throw new StreamError('Subscription Not Found')
    this.#subscriptions.delete(channel)
    this.exchange().state.tokens.release(subscription.token)
    this.acknowledge(request, { result: { channel } })
  }

  /** @throws StreamError */
  #snapshot(channel: Subscription['channel'], key: KrakenKey, request: StreamRequest): readonly unknown[] | null {
    const { engine } = this.exchange()
    if (channel === 'balances') return flag(request, 'snapshot', true) ? balanceSnapshot(engine, key.accountId) : null
    const account = engine.account(key.accountId)
    const withTrades = flag(request, 'snap_trades', false)
    const withOrders = flag(request, 'snap_orders', true)
    if (!withTrades && !withOrders) return null
    const fills = withTrades ? account.fills.slice(-fillsInSnapshot) : []
    const trades = fills.flatMap((fill) => {
      const order = engine.order(fill.orderId)
      return order === null ? [] : [tradeReport(order, fill)]
    })
    const open = withOrders ? [...account.open].map((order) => openReport(engine, order)) : []
    return [...open, ...trades]
  }

  #of(channel: Subscription['channel'], accountId: string): Subscription | null {
    const subscription = this.#subscriptions.get(channel)
    return subscription?.key.accountId === accountId ? subscription : null
  }

  /** Every message of a connection counts on, whatever its channel. */
  #tell(channel: Subscription['channel'], type: 'snapshot' | 'update', data: readonly unknown[]): void {
    this.#sequence += 1
    this.say(channel, json({ channel, type, data, sequence: this.#sequence }), 'account')
  }
}

function channelOf({ params }: StreamRequest): Subscription['channel'] {
  const channel = params.get('channel')
  if (channel === 'executions' || channel === 'balances') return channel
  if (
    channel === 'ticker' ||
    channel === 'book' ||
    channel === 'trade' ||
    channel === 'ohlc' ||
    channel === 'instrument'
  )
    throw new StreamError('Public market data subscriptions are not available in this environment')
  throw new StreamError('Subscription name invalid')
}
