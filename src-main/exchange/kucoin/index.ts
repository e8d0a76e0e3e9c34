import { NativeClient } from '../core/native-client.ts'
import type { ClientParts, NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { accountStreams } from './account-streams.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialPools } from './limits.ts'
import { openSession } from './session.ts'
import { headerSigner } from './signing.ts'
import { connectPace } from './stream-dialect.ts'
import { publicTopics, streamProtocol } from './streams.ts'
import type { Signatory } from './transport.ts'
import { fetchServerTime, KuCoinVenue } from './venue.ts'

/** KuCoin spot for classic accounts: production and practice. */
export const kucoin: NativeExchange = {
  name: 'kucoin',
  baseUrlOf,
  open(parts) {
    const venue = new Venue({
      ...parts,
      exchange: 'kucoin',
      limits: { public: initialPools.public },
      fetchServerTime,
    })
    const shared = new KuCoinVenue(venue)
    const signatoryOf = ({ accountId, credentials, check }: ClientParts): Signatory => ({
      accountId,
      signer: headerSigner(credentials),
      check,
      secrets: () => credentials.secrets(),
    })
    return {
      venue,
      streams: {
        connectPace,
        market: { protocol: streamProtocol(shared), topics: publicTopics(shared) },
        account: (account) => accountStreams(openSession(shared, signatoryOf(account), parts.clientIds)),
      },
      client(account) {
        const session = openSession(shared, signatoryOf(account), parts.clientIds)
        return new NativeClient(operations, session, account.switchedOff)
      },
    }
  },
}
