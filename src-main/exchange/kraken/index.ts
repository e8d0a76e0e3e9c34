import { NativeClient } from '../core/native-client.ts'
import type { ClientParts, NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { accountStreams } from './account-streams.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialLimits } from './limits.ts'
import { openSession } from './session.ts'
import { requestSigner } from './signing.ts'
import { connectPace } from './stream-dialect.ts'
import { publicTopics, streamProtocol } from './streams.ts'
import type { Signatory } from './transport.ts'
import { fetchServerTime, KrakenVenue } from './venue.ts'

/** Kraken spot: production, practice. */
export const kraken: NativeExchange = {
  name: 'kraken',
  baseUrlOf,
  open({ nonces, clientIds, environment, ...parts }) {
    const venue = new Venue({
      ...parts,
      exchange: 'kraken',
      limits: initialLimits,
      fetchServerTime,
    })
    const shared = new KrakenVenue(venue, { nonces, clientIds, bans: parts.bans })
    const signatoryOf = ({ accountId, credentials, check }: ClientParts): Signatory => {
      const { apiKey } = credentials
      const sign = requestSigner(credentials)
      return { accountId, apiKey, sign, check, secrets: () => credentials.secrets(), key: shared.key(apiKey) }
    }
    return {
      venue,
      streams: {
        connectPace,
        market: { protocol: streamProtocol(environment, venue.baseUrl), topics: publicTopics(shared) },
        account: (parts) => accountStreams(shared, signatoryOf(parts), environment),
      },
      client(parts) {
        return new NativeClient(operations, openSession(shared, signatoryOf(parts)), parts.switchedOff)
      },
    }
  },
}
