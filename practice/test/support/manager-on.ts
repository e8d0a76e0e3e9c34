import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import { NativeExchangeManager } from '../../../src-main/exchange/accounts/native-exchange-manager.ts'
import type { ExchangeName } from '../../../src-shared/account.ts'
import { exchangeProfiles } from '../../../src-shared/exchange-profiles.ts'
import type { PracticeExchanges } from '../../src/practice-exchanges.ts'

export interface PracticeKind {
  readonly exchange: ExchangeName
  /** The exchange's word; null: it has only one. */
  readonly kind: string | null
}

/** Every practice exchange with every kind of account that it has. */
export const practiceKinds: readonly PracticeKind[] = Object.values(exchangeProfiles).flatMap(
  ({ name, practiceKinds: kinds }) => (kinds.length === 0 ? [null] : kinds).map((kind) => ({ exchange: name, kind })),
)

/** The key that {@link openOn} opens an account with; a secret that is Base64, as Kraken demands. */
const secret = Buffer.from('secret of the practice account').toString('base64')

export function openOn(practice: PracticeExchanges, { exchange, kind }: PracticeKind): void {
  practice.openAccount(exchange, {
    apiKey: `key-${exchange}`,
    secret,
    passphrase: 'passphrase',
    ...(kind === null ? {} : { kind }),
  })
}

/**
 * Our clients, each on the account that {@link openOn} has opened at its exchange; accounts are named by their
 * exchange.
 */
export function managerOn(practice: PracticeExchanges): NativeExchangeManager {
  return new NativeExchangeManager({
    connections: (accountId) => {
      const exchange = accountId as ExchangeName
      const baseUrl = practice.baseUrls[exchange]
      return {
        accountId,
        accountName: accountId,
        exchange,
        environment: { kind: 'practice', url: baseUrl, accountKind: null },
        baseUrl,
        credentials: new Credentials(`key-${exchange}`, secret, 'hmac', 'passphrase'),
        revision: 1,
        switchedOff: [],
        orderRoute: 'rest',
      }
    },
  })
}
