import { z } from 'zod'
import { Money } from '../../../src-shared/money.ts'
import { orderFault } from './fault-control.ts'
import type { FaultPlan } from './faults.ts'
import type { PracticeServer } from './practice-server.ts'
import type { RawReply, RawRequest } from './raw-http.ts'
import type { RequestCounts } from './request-counts.ts'
import type { SkewedClock } from './skewed-clock.ts'
import { controlStreams } from './streams/stream-control.ts'
import type { StreamHost } from './streams/stream-host.ts'

/** What control may touch. */
export interface ControlContext {
  readonly servers: ReadonlyMap<string, PracticeServer>
  readonly clock: SkewedClock
  readonly faults: FaultPlan
  readonly counts: RequestCounts
  readonly streams: StreamHost
}

/** What a control request asks is not possible; the message is the sentence that goes back with status 400. */
class ControlError extends Error {}

const name = z.string().min(1).max(200)
const exchange = z.string().default('binance')
const moneyText = z
  .string()
  .refine((text) => Money.tryParse(text)?.isNegative() === false, 'must be a decimal number in text, not negative')
const balances = z.record(name, moneyText)

const accountBody = z.strictObject({
  exchange,
  apiKey: name,
  secret: z.string().min(1).max(500).optional(),
  publicKeyPem: z.string().min(1).max(5000).optional(),
  passphrase: z.string().min(1).max(200).optional(),
  kind: name.optional(),
  accountId: name.optional(),
  balances: balances.optional(),
  canRead: z.boolean().default(true),
  canTrade: z.boolean().default(true),
  canWithdraw: z.boolean().default(false),
  ipRestrict: z.array(name).nullable().default(null),
})
const priceBody = z.strictObject({
  exchange,
  symbol: name,
  price: moneyText,
  maxQuantity: moneyText.optional(),
})
const balancesBody = z.strictObject({ exchange, apiKey: name, balances })
const marketBody = z.strictObject({
  exchange,
  symbol: name,
  status: z.enum(['trading', 'cancel_only', 'halted', 'break']),
})
const clockBody = z.union([
  z.strictObject({ offsetMs: z.number().int() }),
  z.strictObject({ advanceMs: z.number().int() }),
])
const limitsBody = z.strictObject({ exchange, limits: z.record(name, z.number().int().min(0)) })
const historyBody = z.strictObject({
  exchange,
  apiKey: name,
  symbol: name,
  count: z.number().int().min(1).max(5_000),
})
const driftBody = z.strictObject({
  exchange,
  symbol: name.optional(),
  steps: z.number().int().min(1).max(1000).default(1),
})
type Handler = (context: ControlContext, body: unknown) => unknown

/**
 * The control interface of the practice exchanges: `/control/…` on loopback, JSON in and out. `exchange` is `binance`
 * unless told; prices and amounts are decimal text; symbols are the exchange's own (`BTCUSDT`) or BASE/QUOTE. A request
 * that cannot be carried out is answered 400 `{"error": "<sentence>"}`, anything else 200.
 *
 * - `POST /control/accounts {apiKey, secret | publicKeyPem, passphrase?, kind?, accountId?, balances?: {asset: text},
 * canRead?,
 * canTrade?, canWithdraw?, ipRestrict?: [address]}` opens an account, or replaces its key. Keys with one `accountId`
 * share an
 * account. `kind` is `classic` or `unified` on Bitget and KuCoin; both also need a `passphrase`.
 * - `POST /control/balances {apiKey, balances: {asset: text}}` sets what is free.
 * - `POST /control/price {symbol, price, maxQuantity?}` moves the price; it trades with what it meets. → `{price}`
 * where it stands.
 * - `POST /control/market {symbol, status}` with status `trading`, `cancel_only`, `halted` or `break`.
 * - `POST /control/history {apiKey, symbol, count}` fills that many small market orders of the account, without
 * counting against its
 * limits.
 * - `POST /control/drift {symbol?, steps?}` lets the market maker move a price a little; missing: every one.
 * - `POST /control/faults {match?: {exchange?, method?, path?, contains?, skip?}, count?, fault}` spoils the next
 * `count` (1) matching
 * requests after `skip`; `path` is without the exchange's prefix and exact (`/api/v3/order`), or the beginning of one
 * with `*` at its end. `fault` is `drop_before` (not
 * processed, connection broken), `drop_after` (processed, connection broken), `hang_before`, `hang_after` (no answer,
 * connection
 * stays), `truncate` (processed, half of the body), `{delayMs, when?: before | after}` (processed at once, or only when
 * the delay is over) or `{status, body?, headers?, when?}` (that answer; not processed unless `when` is `after`). A request
 * over a socket has the method `WS` and its own method for a path (`order.place`); `truncate` breaks its socket off.
 * - `DELETE /control/faults` forgets them. `GET /control/faults` → `{left}`.
 * - `POST /control/clock {offsetMs}` or `{advanceMs}` sets or adds to the offset of the exchanges' clock. →
 * `{offsetMs, now}`.
 * - `POST /control/limits {limits: {name: integer}}`: for Binance `weightPerMinute`, `ordersPer10Seconds`,
 * `ordersPerDay`,
 * `banAfter` (refused requests before 418), `banSeconds`; for the others see their `setLimits`.
 * - `GET /control/statistics` → `{requests: [{endpoint, seen, processed, spoiled}], clientOrders: {binance:
 * [{clientOrderId,
 * arrived, accepted}]}}`; endpoints read `binance POST /api/v3/order`. `DELETE /control/statistics` starts the counts
 * anew.
 * - `GET /control/orders` → `{orders: {binance: [{account, number, symbol, clientOrderId, listId, side, state,
 * quantity, filled,
 * limitPrice, trigger}]}}`: every order of every account that there ever was, as the engine has it.
 * - `POST /control/streams` spoils what is said over WebSockets; topics are the exchange's own (`btcusdt@depth`), exact or
 * with `*` at the end, and of a message that several sockets get each counts:
 *   - `{match?: {exchange?, topic?, skip?}, count?, fault}` spoils the next `count` (1) pushed messages after `skip`:
 *   `drop`, `duplicate`, `swap` (comes after the next one of its topic), `spoil_checksum`, `{delayMs}`; or
 *   `{refuse: 429 | 503 …}` answers the next `count` requests to open a socket with that status.
 *   - `{match?, now}` at once, to the sockets that are open at the exchange and subscribed to the topic, → `{sockets}` how
 *   many: `cut` (no close frame), `{close: code, reason?}`, `silence` (stays open, says and hears nothing any more),
 *   `stop_reading`, `recover` (from those two), `notice` (what the exchange says before it goes down), `expire` (the
 *   credentials of the socket run out).
 *   - `{exchange, revoke: apiKey}` takes a key away, of REST too.
 *   - `{exchange, settings: {name: integer}}` changes intervals and limits, of open sockets too; see each exchange's
 *   stream settings.
 *   - `{order?: answer_first | push_first, mostWaitingBytes?}`: whether the answer to a request leaves before what it
 *   brought about is pushed (it does), and how much may wait for a socket that does not read before it is cut.
 * - `DELETE /control/streams` forgets these faults; silenced sockets speak again. `GET /control/streams` → `{sockets: [{id,
 * exchange, path, silent, topics}], left, delayed}`: open sockets, faults to come, messages held back.
 * - `POST /control/reset {}` forgets accounts, orders, faults, counts and the clock's offset, and cuts every socket.
 */
const handlers: Readonly<Record<string, Handler>> = {
  'POST /accounts': openAccount,
  'POST /balances': setBalances,
  'POST /price': setPrice,
  'POST /market': setStatus,
  'POST /history': makeHistory,
  'POST /drift': drift,
  'POST /faults': ({ faults }, body) => orderFault(faults, body),
  'DELETE /faults': (context) => {
    context.faults.clear()
    return { left: 0 }
  },
  'GET /faults': (context) => ({ left: context.faults.left }),
  'POST /streams': (context, body) =>
    controlStreams({ streams: context.streams, serverOf: (exchangeName) => serverOf(context, exchangeName) }, body),
  'GET /streams': ({ streams }) => ({
    sockets: streams.sockets(),
    left: streams.faults.left,
    delayed: streams.delayed,
  }),
  'DELETE /streams': ({ streams }) => {
    streams.clearFaults()
    return { left: 0 }
  },
  'POST /clock': setClock,
  'POST /limits': setLimits,
  'GET /statistics': statistics,
  'GET /orders': orders,
  'DELETE /statistics': (context) => {
    context.counts.clear()
    for (const server of context.servers.values()) server.forgetClientOrders()
    return {}
  },
  'POST /reset': reset,
}

/** Answers one control request; see the list above for what there is. */
export function handleControl(context: ControlContext, raw: RawRequest): RawReply {
  const handler = handlers[`${raw.method} ${raw.path}`]
  if (handler === undefined) return reply(404, { error: `there is no control ${raw.method} ${raw.path}` })
  try {
    return reply(200, handler(context, raw.method === 'POST' ? bodyOf(raw) : null))
  } catch (error) {
    if (error instanceof z.ZodError) return reply(400, { error: sentenceOf(error) })
    if (error instanceof ControlError || error instanceof RangeError) return reply(400, { error: error.message })
    throw error
  }
}

function bodyOf(raw: RawRequest): unknown {
  if (raw.headers['content-type']?.startsWith('application/json') !== true) {
    throw new ControlError('the body must be JSON with the content type application/json')
  }
  try {
    return JSON.parse(raw.body.toString('utf8'))
  } catch {
    throw new ControlError('the body is not JSON')
  }
}

function sentenceOf(error: z.ZodError): string {
  const [issue] = error.issues
  if (issue === undefined) return 'the body is not as it should be'
  const path = issue.path.join('.')
  return path === '' ? issue.message : `${path}: ${issue.message}`
}

function reply(status: number, body: unknown): RawReply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

function serverOf(context: ControlContext, exchangeName: string): PracticeServer {
  const server = context.servers.get(exchangeName)
  if (server === undefined) throw new ControlError(`there is no practice exchange ${exchangeName}`)
  return server
}

function openAccount(context: ControlContext, body: unknown): unknown {
  const account = accountBody.parse(body)
  const { secret, publicKeyPem } = account
  if ((secret === undefined) === (publicKeyPem === undefined)) {
    throw new ControlError('either secret or publicKeyPem is needed')
  }
  serverOf(context, account.exchange).openAccount({
    apiKey: account.apiKey,
    key: secret === undefined ? { publicKeyPem: publicKeyPem ?? '' } : { secret },
    passphrase: account.passphrase ?? null,
    kind: account.kind ?? null,
    accountId: account.accountId ?? null,
    balances: account.balances ?? null,
    permissions: {
      canRead: account.canRead,
      canTrade: account.canTrade,
      canWithdraw: account.canWithdraw,
      ipRestrict: account.ipRestrict,
    },
  })
  return { apiKey: account.apiKey }
}

function setBalances(context: ControlContext, body: unknown): unknown {
  const asked = balancesBody.parse(body)
  serverOf(context, asked.exchange).setBalances(asked.apiKey, asked.balances)
  return {}
}

function setPrice(context: ControlContext, body: unknown): unknown {
  const asked = priceBody.parse(body)
  const maxQuantity = asked.maxQuantity === undefined ? null : Money.parse(asked.maxQuantity)
  const stands = serverOf(context, asked.exchange).setPrice(asked.symbol, Money.parse(asked.price), maxQuantity)
  return { price: stands.toString() }
}

function setStatus(context: ControlContext, body: unknown): unknown {
  const asked = marketBody.parse(body)
  serverOf(context, asked.exchange).setStatus(asked.symbol, asked.status)
  return {}
}

function makeHistory(context: ControlContext, body: unknown): unknown {
  const asked = historyBody.parse(body)
  serverOf(context, asked.exchange).makeHistory(asked.apiKey, asked.symbol, asked.count)
  return {}
}

function drift(context: ControlContext, body: unknown): unknown {
  const asked = driftBody.parse(body)
  for (let step = 0; step < asked.steps; step += 1) serverOf(context, asked.exchange).drift(asked.symbol ?? null)
  return {}
}

function setClock(context: ControlContext, body: unknown): unknown {
  const asked = clockBody.parse(body)
  const { clock } = context
  clock.setOffset('offsetMs' in asked ? asked.offsetMs : clock.offsetMs + asked.advanceMs)
  return { offsetMs: clock.offsetMs, now: clock.now() }
}

function setLimits(context: ControlContext, body: unknown): unknown {
  const asked = limitsBody.parse(body)
  serverOf(context, asked.exchange).setLimits(asked.limits)
  return {}
}

function statistics(context: ControlContext): unknown {
  const clientOrders = Object.fromEntries(
    [...context.servers].map(([exchangeName, server]) => [exchangeName, server.clientOrders()]),
  )
  return { requests: context.counts.list(), clientOrders }
}

function orders(context: ControlContext): unknown {
  return { orders: Object.fromEntries([...context.servers].map(([name, server]) => [name, server.orders()])) }
}

function reset(context: ControlContext): unknown {
  context.streams.reset()
  for (const server of context.servers.values()) server.reset()
  context.faults.clear()
  context.counts.clear()
  context.clock.setOffset(0)
  return {}
}
