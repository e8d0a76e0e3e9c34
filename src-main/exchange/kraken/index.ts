import { NativeClient } from '../core/native-client.ts'
import type { NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialLimits } from './limits.ts'
import { openSession } from './session.ts'
import { requestSigner } from './signing.ts'
import { fetchServerTime, KrakenVenue } from './venue.ts'

/** Kraken spot: production, practice. */
export const kraken: NativeExchange = {
  name: 'kraken',
  baseUrlOf,
  open({ nonces, clientIds, ...parts }) {
    const venue = new Venue({
      ...parts,
      exchange: 'kraken',
      limits: initialLimits,
      fetchServerTime,
    })
    const shared = new KrakenVenue(venue, { nonces, clientIds, bans: parts.bans })
    return {
      venue,
      streams: null,
      client({ accountId, credentials, check, switchedOff }) {
        const { apiKey } = credentials
        const sign = requestSigner(credentials)
        const secrets = (): readonly string[] => credentials.secrets()
        const signatory = { accountId, apiKey, sign, check, secrets, key: shared.key(apiKey) }
        return new NativeClient(operations, openSession(shared, signatory), switchedOff)
      },
    }
  },
}
