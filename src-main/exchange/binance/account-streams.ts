import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import { id, parseJson } from '../http/json.ts'
import type { AccountTopic } from '../streams/account-stream.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'
import { meaningOf } from './error-table.ts'
import { accountNewsFrom } from './map-account-news.ts'
import type { BinanceMarkets } from './markets.ts'
import { callText, leaveToConnect, withId, wsApiAddress } from './own/ws-api.ts'
import { signedParams } from './signing.ts'
import { recvWindowMs, type Signatory } from './transport.ts'
import type { BinanceVenue } from './venue.ts'

const subscribeWeight = 2
/** The whole of an account is one stream. */
const userStream = 'user data'

const pushed = z.object({ event: z.looseObject({ e: z.string() }) })
const answered = z.object({
  id: id.nullable(),
  status: z.string(),
  error: z.object({ code: z.string(), msg: z.string() }).optional(),
})

/** What Binance says on a socket of its WebSocket API. Source: web-socket-api.md, user-data-stream.md. */
function read(text: string): readonly Incoming[] {
  const parsed = parseJson(text)
  const event = pushed.safeParse(parsed).data?.event
  if (event?.e === 'serverShutdown') return [{ kind: 'leaving', reason: event.e }]
  // Our subscription is over although the socket is not: another socket gets another one.
  if (event?.e === 'eventStreamTerminated') return [{ kind: 'unwelcome', reason: event.e, forGood: false }]
  if (event !== undefined) return [{ kind: 'data', key: userStream, data: event }]
  const { id: number, status, error } = answered.parse(parsed)
  if (status === '200') return number === null ? [] : [{ kind: 'accepted', of: { number: Number(number) } }]
  const { code, msg } = error ?? { code: '', msg: `status ${status}` }
  const isAuth = meaningOf(code, msg)?.class === 'auth'
  return [{ kind: 'unwelcome', reason: `${code} ${msg}`.trim(), forGood: isAuth }]
}

/** The stream of one account, whatever kind its key is of. */
export function accountStreams(
  { venue, markets }: BinanceVenue,
  signatory: Signatory,
  environment: Environment,
): { readonly protocol: StreamProtocol; readonly topics: readonly AccountTopic[] } {
  let known: BinanceMarkets | null = null
  const protocol: StreamProtocol = {
    connect: async () => {
      signatory.check()
      known = await markets.all()
      await venue.clock.ensure()
      await leaveToConnect(venue, subscribeWeight)
      return {
        address: wsApiAddress(environment, venue.baseUrl),
        greets: false,
        ping: null,
        subscribe: (_keys, number) => {
          const timestamp = String(venue.clock.serverNow())
          const params = { apiKey: signatory.apiKey, recvWindow: String(recvWindowMs), timestamp }
          const signed = signedParams(params, signatory.signer)
          return withId(callText('userDataStream.subscribe.signature', signed), number)
        },
        unsubscribe: (_keys, number) => withId(callText('userDataStream.unsubscribe', {}), number),
        read,
      }
    },
    pingEveryMs: 10_000,
    lifeMs: 23 * 3_600_000,
    pace: { most: 5, perMs: 1_000 },
    topicsPerMessage: 1,
    topicsPerSocket: 1,
  }
  const topic: AccountTopic = {
    key: userStream,
    read: (event) => {
      if (known === null) throw new Error('news of an account before its markets')
      return accountNewsFrom(event, known)
    },
  }
  return { protocol, topics: [topic] }
}
