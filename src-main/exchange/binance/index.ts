import { NativeClient } from '../core/native-client.ts'
import type { NativeExchange } from '../core/native-exchange.ts'
import { Venue } from '../core/venue.ts'
import { operations } from './client.ts'
import { baseUrlOf } from './endpoints.ts'
import { initialLimits } from './limits.ts'
import { openSession } from './session.ts'
import { payloadSigner } from './signing.ts'
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
    return {
      venue,
      client({ accountId, credentials, check, switchedOff }) {
        const signatory = {
          accountId,
          apiKey: credentials.apiKey,
          signer: payloadSigner(credentials),
          check,
          secrets: () => credentials.secrets(),
        }
        return new NativeClient(operations, openSession(shared, signatory, environment), switchedOff)
      },
    }
  },
}
