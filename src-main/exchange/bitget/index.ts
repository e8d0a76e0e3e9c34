import { NativeClient } from '../core/native-client.ts'
import type { ClientParts, NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { MemoryClientIdStore } from '../stores/client-id-store.ts'
import { accountStreams } from './account-streams.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialLimits } from './limits.ts'
import { openSession } from './session.ts'
import { headerSigner } from './signing.ts'
import { connectPace } from './stream-dialect.ts'
import { publicTopics, streamProtocol } from './streams.ts'
import type { Signatory } from './transport.ts'
import { BitgetVenue, fetchServerTime } from './venue.ts'

/** Bitget spot for classic and unified accounts: production, demo trading, practice. */
export const bitget: NativeExchange = {
  name: 'bitget',
  baseUrlOf,
  open({ environment, ...parts }) {
    const venue = new Venue({
      ...parts,
      exchange: 'bitget',
      limits: initialLimits,
      fetchServerTime,
    })
    const shared = new BitgetVenue(venue, environment.kind === 'demo')
    // A practice exchange ends with its process and numbers its orders anew: what was kept of the last one would be
    // wrong.
    const ids = environment.kind === 'practice' ? new MemoryClientIdStore() : parts.clientIds
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
        market: { protocol: streamProtocol(shared, environment), topics: publicTopics(shared) },
        account(parts) {
          const signatory = signatoryOf(parts)
          return accountStreams(openSession(shared, signatory, ids), signatory, environment)
        },
      },
      client(parts) {
        return new NativeClient(operations, openSession(shared, signatoryOf(parts), ids), parts.switchedOff)
      },
    }
  },
}
