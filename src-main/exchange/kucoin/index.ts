import { NativeClient } from '../core/native-client.ts'
import type { NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialPools } from './limits.ts'
import { openSession } from './session.ts'
import { headerSigner } from './signing.ts'
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
    return {
      venue,
      streams: null,
      client({ accountId, credentials, check, switchedOff }) {
        const signatory = {
          accountId,
          signer: headerSigner(credentials),
          check,
          secrets: () => credentials.secrets(),
        }
        return new NativeClient(operations, openSession(shared, signatory, parts.clientIds), switchedOff)
      },
    }
  },
}
