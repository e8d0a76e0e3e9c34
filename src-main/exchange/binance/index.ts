import { NativeClient } from '../core/native-client.ts'
import type { ClientParts, NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { EvidenceSender } from '../http/evidence.ts'
import { accountStreams } from './account-streams.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialLimits } from './limits.ts'
import { orderSocket } from './own/order-socket.ts'
import { openSession } from './session.ts'
import { payloadSigner } from './signing.ts'
import { connectPace, publicTopics, streamProtocol } from './streams.ts'
import type { OrderSocket, Signatory } from './transport.ts'
import { BinanceVenue, fetchServerTime } from './venue.ts'

/** Binance spot: production, testnet, demo mode, practice. */
export const binance: NativeExchange = {
  name: 'binance',
  baseUrlOf,
  open({ environment, ...parts }) {
    const venue = new Venue({
      ...parts,
      exchange: 'binance',
      limits: initialLimits,
      fetchServerTime,
    })
    const shared = new BinanceVenue(venue)
    const orders = orderSocket(shared, environment)
    const overSocket = new EvidenceSender(orders.requests, 'websocket')
    const signatoryOf = ({ accountId, credentials, check }: ClientParts): Signatory => ({
      accountId,
      apiKey: credentials.apiKey,
      signer: payloadSigner(credentials),
      check,
      secrets: () => credentials.secrets(),
    })
    return {
      venue,
      client(parts) {
        const socket: OrderSocket = () =>
          parts.orderRoute() === 'websocket' && orders.requests.isOpen ? overSocket : null
        const session = openSession(shared, signatoryOf(parts), environment, socket)
        return new NativeClient(operations, session, parts.switchedOff)
      },
      streams: {
        connectPace,
        market: { protocol: streamProtocol(environment, venue.baseUrl), topics: publicTopics(shared) },
        account: (parts) => accountStreams(shared, signatoryOf(parts), environment),
        orders,
      },
    }
  },
}
