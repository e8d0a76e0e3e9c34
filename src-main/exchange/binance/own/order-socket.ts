import type { Environment } from '../../../../src-shared/account.ts'
import type { Response } from '../../core/classify.ts'
import type { TransportOutcome } from '../../http/transport.ts'
import type { Incoming, StreamProtocol } from '../../streams/protocol.ts'
import { type SocketAnswer, SocketRequests } from '../../streams/requests.ts'
import { errorOf } from '../errors.ts'
import { obey } from '../transport.ts'
import type { BinanceVenue } from '../venue.ts'
import { callText, leaveToConnect, readWsApi, withId, wsApiAddress } from './ws-api.ts'

const topic = 'orders'
const pingWeight = 1
const order = { write: true, symbol: null } as const

/**
 * The WebSocket API as another transport for requests that change orders: one socket for all accounts of a venue, since
 * each request is signed by itself. Source: web-socket-api.md.
 */
export function orderSocket(
  shared: BinanceVenue,
  environment: Environment,
): { readonly protocol: StreamProtocol; readonly requests: SocketRequests } {
  const { venue } = shared
  /** It proves that the API answers, and asks for nothing. */
  const ping = (number: number): string => withId(callText('ping', {}), number)
  const refused = (response: Response): Incoming => {
    obey(shared, response, null)
    return { kind: 'unwelcome', reason: `status ${response.status} ${response.text}`.slice(0, 200), forGood: false }
  }
  const read = (text: string): Incoming => {
    const told = readWsApi(text, venue.clock.serverNow())
    if (told.kind === 'event') {
      return told.event === 'serverShutdown' ? { kind: 'leaving', reason: told.event } : { kind: 'alive' }
    }
    const { id, response } = told
    if (typeof id === 'string')
      return { kind: 'data', key: topic, data: { id, outcome: response } satisfies SocketAnswer }
    if (id === null || response.status !== 200) return refused(response)
    return { kind: 'accepted', of: { number: id } }
  }
  const protocol: StreamProtocol = {
    connect: async () => {
      await leaveToConnect(venue, pingWeight)
      return {
        address: wsApiAddress(environment, venue.baseUrl),
        greets: false,
        ping: null,
        subscribe: (_keys, number) => ping(number),
        unsubscribe: (_keys, number) => ping(number),
        read: (text) => [read(text)],
      }
    },
    pingEveryMs: 5_000,
    lifeMs: 23 * 3_600_000,
    pace: { most: 5, perMs: 1_000 },
    topicsPerMessage: 1,
    topicsPerSocket: 1,
  }
  // A 5xx, or a code by which what stands before the matching engine says that it has lost sight of a request. After such
  // an answer the documents suggest a new connection (web-socket-api.md, Status codes).
  const isUnclear = (outcome: TransportOutcome): boolean =>
    errorOf(outcome, order, venue.clock.serverNow())?.text.key === 'exchange.no_answer'
  return { protocol, requests: new SocketRequests({ key: topic, withId, logger: venue.logger, isUnclear }) }
}
