import type { Environment } from '../../../src-shared/account.ts'
import type { AccountNews } from '../streams/account-news.ts'
import type { AccountTopic } from '../streams/account-stream.ts'
import type { StreamProtocol } from '../streams/protocol.ts'
import { balanceNewsFrom, BitgetNews, type PushReading } from './map-account-news.ts'
import type { AccountMode } from './own/account-mode.ts'
import type { BitgetSession } from './session.ts'
import { addressOf, commonProtocol, ping, reader, request, type StreamArg } from './stream-dialect.ts'
import type { Signatory } from './transport.ts'

/** An account's channels under names of ours, for each kind of account calls them otherwise. */
const channels = ['orders', 'fills', 'balances', 'conditional'] as const
type Channel = (typeof channels)[number]

const args: Readonly<Record<AccountMode, Readonly<Record<Channel, StreamArg>>>> = {
  classic: {
    orders: { instType: 'SPOT', channel: 'orders', instId: 'default' },
    fills: { instType: 'SPOT', channel: 'fill', instId: 'default' },
    balances: { instType: 'SPOT', channel: 'account', coin: 'default' },
    conditional: { instType: 'SPOT', channel: 'orders-algo', instId: 'default' },
  },
  unified: {
    orders: { instType: 'UTA', topic: 'order' },
    fills: { instType: 'UTA', topic: 'fill' },
    balances: { instType: 'UTA', topic: 'account' },
    conditional: { instType: 'UTA', topic: 'strategy-order' },
  },
}

interface Received {
  readonly reading: PushReading
  readonly push: unknown
}

/**
 * Bitget's private channels of one account, over v2 or v3 as its kind wants it, which is asked before the first socket
 * and again after a login that failed. Source: docs/exchanges/streams.md §2.
 */
export function accountStreams(
  { shared, modes }: BitgetSession,
  signatory: Signatory,
  environment: Environment,
): { readonly protocol: StreamProtocol; readonly topics: readonly AccountTopic[] } {
  const { venue, markets } = shared
  const protocol: StreamProtocol = {
    ...commonProtocol,
    connect: async () => {
      signatory.check()
      const mode = await modes.current()
      const reading: PushReading = { mode, markets: await markets[mode].all() }
      await venue.clock.ensure()
      const ask = (op: 'subscribe' | 'unsubscribe', keys: readonly string[]): string =>
        request(
          op,
          channels.filter((each) => keys.includes(each)).map((each) => args[mode][each]),
        )
      return {
        address: addressOf(mode === 'classic' ? 'v2' : 'v3', 'private', environment, venue.baseUrl),
        hello: () => request('login', [loginOf(signatory, venue.clock.serverNow())]),
        greets: true,
        ping,
        subscribe: (keys) => ask('subscribe', keys),
        unsubscribe: (keys) => ask('unsubscribe', keys),
        read: reader({
          keyOf: (arg) => channels.find((each) => isOf(args[mode][each], arg)) ?? null,
          partsOf: (key, push) => [{ kind: 'data', key, data: { reading, push } satisfies Received }],
          loginFailed: () => modes.forget(mode),
        }),
      }
    },
    topicsPerSocket: channels.length,
  }
  const news = new BitgetNews()
  const topic = (
    key: Channel,
    read: (push: unknown, reading: PushReading) => readonly AccountNews[],
  ): AccountTopic => ({
    key,
    read: (data) => {
      const { push, reading } = data as Received
      return read(push, reading)
    },
  })
  return {
    protocol,
    topics: [
      topic('orders', (push, reading) => news.ofOrders(push, reading)),
      topic('fills', (push, reading) => news.ofFills(push, reading)),
      topic('balances', balanceNewsFrom),
      topic('conditional', (push, reading) => news.ofConditional(push, reading)),
    ],
  }
}

const isOf = (asked: StreamArg, told: Readonly<Record<string, unknown>>): boolean =>
  asked.channel === told.channel && asked.topic === told.topic

/** Seconds here, where REST wants milliseconds; else the text that is signed is made as there. */
function loginOf({ signer }: Signatory, now: number): StreamArg {
  const timestamp = Math.floor(now / 1_000)
  const headers = signer({ timestamp, method: 'GET', target: '/user/verify', body: '' })
  return {
    apiKey: headers['ACCESS-KEY'] ?? '',
    passphrase: headers['ACCESS-PASSPHRASE'] ?? '',
    timestamp: String(timestamp),
    sign: headers['ACCESS-SIGN'] ?? '',
  }
}
