import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import { integer, parseJson } from '../http/json.ts'
import type { AccountNews } from '../streams/account-news.ts'
import type { AccountTopic } from '../streams/account-stream.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'
import { executionNewsFrom } from './map-account-news.ts'
import type { KrakenMarkets } from './markets.ts'
import { Executions } from './own/executions.ts'
import { Numbering } from './own/numbering.ts'
import { openSession } from './session.ts'
import { addressOf, channelSchema, commonProtocol, ping, readAnswer, request, statusReader } from './stream-dialect.ts'
import type { Signatory } from './transport.ts'
import type { KrakenVenue } from './venue.ts'

const channels = ['executions', 'balances'] as const

/** What is known of one socket: reports are partial, and each socket begins with open orders of its own. */
interface SocketState {
  readonly executions: Executions
  readonly numbering: Numbering
  readonly markets: KrakenMarkets
}

/** A message with what it is to be read with. */
interface Received {
  readonly socket: SocketState
  /** One before it has not come. */
  readonly jumped: boolean
  readonly message: unknown
}

const numbered = z.looseObject({ sequence: integer.optional() })
const typed = z.looseObject({ type: z.string() })

/** Something may have been missed: orders and balances are to be asked for. */
const missed: readonly AccountNews[] = [
  { kind: 'order-touched', orderId: null, symbol: null },
  { kind: 'balances-touched' },
]

/** Kraken's private channels of one account. Source: docs/exchanges/streams.md §4.1, §4.3. */
export function accountStreams(
  shared: KrakenVenue,
  signatory: Signatory,
  environment: Environment,
): { readonly protocol: StreamProtocol; readonly topics: readonly AccountTopic[] } {
  const { raw } = openSession(shared, signatory)
  const { venue, markets, ids } = shared
  const protocol: StreamProtocol = {
    ...commonProtocol,
    connect: async () => {
      signatory.check()
      const socket = { executions: new Executions(), numbering: new Numbering(), markets: await markets.all() }
      const token = await raw.webSocketsToken()
      return {
        address: addressOf('private', environment, venue.baseUrl),
        greets: false,
        ping,
        subscribe: ([channel = ''], number) => request('subscribe', { ...wanted(channel), token }, number),
        unsubscribe: ([channel = ''], number) => request('unsubscribe', { channel, token }, number),
        read: reader(socket),
      }
    },
    topicsPerSocket: channels.length,
  }
  const executions: AccountTopic = {
    key: 'executions',
    read: (data) => {
      const { socket, jumped, message } = data as Received
      const { numbering, executions, markets } = socket
      if (numbering.isLost) throw new Error('a message of an account was lost')
      if (typed.parse(message).type === 'snapshot') numbering.forgive()
      const news = executionNewsFrom(message, {
        executions,
        dictionary: { markets, ids },
        isDoubtful: numbering.isDoubtful,
        receivedAt: venue.clock.serverNow(),
      })
      return jumped ? [...missed, ...news] : news
    },
  }
  const balances: AccountTopic = {
    key: 'balances',
    // It tells what there is, and not what of it orders hold: that is asked for.
    read: (data) => {
      const { jumped, message } = data as Received
      if (jumped) return missed
      return typed.parse(message).type === 'snapshot' ? [] : [{ kind: 'balances-touched' }]
    },
  }
  return { protocol, topics: [executions, balances] }
}

/** What each channel begins with is said outright, since documents differ on what it is else. */
function wanted(channel: string): object {
  return channel === 'executions'
    ? { channel, snap_orders: true, snap_trades: false, order_status: true }
    : { channel, snapshot: false }
}

/** What Kraken says on one private socket. */
function reader(socket: SocketState): (text: string) => readonly Incoming[] {
  const readStatus = statusReader()
  return (text) => {
    const message = parseJson(text)
    const channel = channelSchema.safeParse(message).data?.channel
    if (channel === 'status') return readStatus(message)
    if (channel === undefined) return readAnswer(message) ?? [{ kind: 'alive' }]
    if (!channels.some((each) => each === channel)) return [{ kind: 'alive' }]
    const sequence = numbered.safeParse(message).data?.sequence
    const jumped = sequence !== undefined && socket.numbering.note(sequence)
    return [{ kind: 'data', key: channel, data: { socket, jumped, message } satisfies Received }]
  }
}
