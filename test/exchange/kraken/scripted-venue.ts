import { type BanStore, MemoryBanStore } from '../../../src-main/exchange/stores/ban-store.ts'
import { type ClientIdStore, MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import { operations } from '../../../src-main/exchange/kraken/client.ts'
import { openSession } from '../../../src-main/exchange/kraken/session.ts'
import { fetchServerTime, KrakenVenue } from '../../../src-main/exchange/kraken/venue.ts'
import { initialLimits } from '../../../src-main/exchange/kraken/limits.ts'
import { MemoryNonceStore, type NonceStore } from '../../../src-main/exchange/stores/nonce-store.ts'
import type { TransportOutcome, TransportRequest } from '../../../src-main/exchange/http/transport.ts'
import { silentLogger, Venue } from '../../../src-main/exchange/core/venue.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { assets, pairs } from './fixtures.ts'

interface Sent {
  /** Kraken's name of it: `AddOrder`. */
  readonly endpoint: string
  readonly params: Readonly<Record<string, string>>
  readonly request: TransportRequest
}

type Play = (
  params: Readonly<Record<string, string>>,
  count: number,
) => TransportOutcome | Promise<TransportOutcome>
export type Script = Readonly<Record<string, Play>>

export const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): TransportOutcome => ({
  kind: 'response',
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})
export const result = (content: unknown): TransportOutcome => answer(200, { error: [], result: content })
export const failed = (...errors: readonly string[]): TransportOutcome => answer(200, { error: errors })

interface Options {
  readonly nonces?: NonceStore
  readonly clientIds?: ClientIdStore
  readonly bans?: BanStore
  /** The wall clock. */
  readonly now?: () => number
}

/** A client whose exchange is a table of answers by endpoint, and a record of all that was sent. */
export function scriptedClient(script: Script, options: Options = {}) {
  const { now = () => Date.now() } = options
  const sent: Sent[] = []
  const warned: string[] = []
  const counts = new Map<string, number>()
  const standard: Script = {
    Time: () => result({ unixtime: Math.floor(Date.now() / 1_000) }),
    SystemStatus: () => result({ status: 'online' }),
    Assets: () => result(assets),
    AssetPairs: () => result(pairs),
    OpenOrders: () => result({ open: {} }),
    ClosedOrders: () => result({ closed: {}, count: 0 }),
  }
  const venue = new Venue({
    exchange: 'kraken',
    baseUrl: 'http://exchange.test',
    transport: {
      async send(request) {
        const url = new URL(request.url)
        const endpoint = url.pathname.split('/').at(-1) ?? ''
        const params = Object.fromEntries(new URLSearchParams(request.body ?? url.search))
        const count = (counts.get(endpoint) ?? 0) + 1
        counts.set(endpoint, count)
        sent.push({ endpoint, params, request })
        const play = script[endpoint] ?? standard[endpoint]
        return (await play?.(params, count)) ?? answer(404, 'no such endpoint in the script')
      },
    },
    limits: initialLimits,
    time: { now, monotonic: () => performance.now() },
    logger: { ...silentLogger, warn: (_details, text) => void warned.push(text) },
    fetchServerTime,
    pause: () => Promise.resolve(),
  })
  const {
    nonces = new MemoryNonceStore(),
    clientIds = new MemoryClientIdStore(),
    bans = new MemoryBanStore(),
  } = options
  const shared = new KrakenVenue(venue, { nonces, clientIds, bans })
  let allowed = true
  const check = () => {
    if (!allowed) throw new GatewayError('auth', 'account.credentials_changed')
  }
  const clientFor = (accountId: string, apiKey = 'the-key') =>
    new NativeClient(
      operations,
      openSession(shared, {
        accountId,
        apiKey,
        sign: () => 'SIGNED',
        check,
        secrets: () => [apiKey],
        key: shared.key(apiKey),
      }),
    )
  const calls = (endpoint: string) => sent.filter((each) => each.endpoint === endpoint)
  const forbid = () => {
    allowed = false
  }
  return { client: clientFor('a'), clientFor, venue, shared, sent, calls, forbid, warned }
}

export async function caught(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof GatewayError) return error
  throw new Error(`expected a GatewayError, got ${String(error)}`)
}
