import { NativeClient } from '../../../src-main/exchange/core/native-client.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { operations } from '../../../src-main/exchange/kraken/client.ts'
import { initialLimits } from '../../../src-main/exchange/kraken/limits.ts'
import { openSession } from '../../../src-main/exchange/kraken/session.ts'
import { fetchServerTime, KrakenVenue } from '../../../src-main/exchange/kraken/venue.ts'
import { type BanStore, MemoryBanStore } from '../../../src-main/exchange/stores/ban-store.ts'
import { type ClientIdStore, MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { MemoryNonceStore, type NonceStore } from '../../../src-main/exchange/stores/nonce-store.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { answer, caught, type Played, scripted } from '../scripted.ts'
import { assets, pairs } from './fixtures.ts'

/** Answers by Kraken's name of the call: `AddOrder`. */
export type Script = Readonly<Record<string, (params: Readonly<Record<string, string>>, count: number) => Played>>

export { answer, caught }

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
  const standard: Script = {
    Time: () => result({ unixtime: Math.floor(Date.now() / 1_000) }),
    SystemStatus: () => result({ status: 'online' }),
    Assets: () => result(assets),
    AssetPairs: () => result(pairs),
    OpenOrders: () => result({ open: {} }),
    ClosedOrders: () => result({ closed: {}, count: 0 }),
  }
  const { venue, sent, warned, calls } = scripted(
    {
      exchange: 'kraken',
      limits: initialLimits,
      fetchServerTime,
      time: { now, monotonic: () => performance.now() },
    },
    (request) => {
      const url = new URL(request.url)
      const params = Object.fromEntries(new URLSearchParams(request.body ?? url.search))
      return { endpoint: url.pathname.split('/').at(-1) ?? '', params, request }
    },
    ({ endpoint, params }, count) => (script[endpoint] ?? standard[endpoint])?.(params, count),
  )
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
  const forbid = () => {
    allowed = false
  }
  return { client: clientFor('a'), clientFor, venue, shared, sent, calls, forbid, warned }
}
