import type { Environment } from './account.ts'
import type { DatabaseRights } from './database-options.ts'
import type { MessageRef } from './messages/index.ts'

/** A broker of Django's as a person is shown it: nothing secret. Ids are text, exact. */
export interface DjangoBroker {
  readonly brokerId: string
  readonly userId: string
  readonly name: string
  /** As Django writes it, in lower case. */
  readonly exchange: string
  readonly isTestnet: boolean
  readonly isActive: boolean
  /** Where it would trade; null: nowhere that we know. */
  readonly environment: Environment['kind'] | null
  /** Why no account can be made from it at all; null: one can. */
  readonly problem: MessageRef | null
  /** Why it cannot trade at its exchange, as far as was looked; null: nothing is known against it. */
  readonly keyProblem: MessageRef | null
  /** The account that has its broker id already; null: none. */
  readonly here: BrokerHere | null
}

/** An account that has a broker's id. `key`: whether Django has the same; `unknown`: it could not be compared. */
export interface BrokerHere {
  readonly accountId: string
  readonly name: string
  readonly key: 'same' | 'other' | 'missing' | 'unknown'
  /** Why the account does not stand for this broker as Django has it, so that it gets no key from there; null: it does. */
  readonly problem: MessageRef | null
}

/** How Django's SECRET_KEY fits the keys in its table. `needed`: none was given; `not_needed`: none is encrypted. */
export type SecretStanding = 'not_needed' | 'needed' | 'right' | 'wrong'

/** What Django has of brokers, or what this login lacks to read them. `grants`: who owns the table has to run them. */
export type DjangoBrokers =
  | { readonly state: 'read'; readonly secret: SecretStanding; readonly brokers: readonly DjangoBroker[] }
  | ({ readonly state: 'lacking' } & DatabaseRights)
