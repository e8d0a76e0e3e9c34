import type { Account, Environment, RedisPermission } from '../../src-shared/account.ts'
import type { AccountView } from '../../src-shared/contract.ts'
import type { BrokerHere, DjangoBroker, DjangoBrokers, SecretStanding } from '../../src-shared/django-brokers.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Accounts, AccountToAdd } from '../accounts/accounts.ts'
import type { Storing } from '../accounts/key-health.ts'
import type { CredentialsInput } from '../accounts/key-kind.ts'
import type { Logger } from '../infra/clock.ts'
import type { BrokerMemory } from './broker-memory.ts'
import {
  type BrokerIdentity,
  environmentOf,
  type Found,
  freeName,
  identityOf,
  keyOf,
  tokensOf,
} from './broker-reading.ts'
import { type BrokerRow, readBrokers } from './broker-rows.ts'
import type { DjangoDatabase } from './django-database.ts'
import { type TriedSecret, trySecret } from './secret-key.ts'

/** How a key is to be stored, and whether the person goes on although an account has open work. */
interface How extends Storing {
  readonly despiteOpenWork: boolean
}

/** The same doors through which a person adds accounts and replaces keys: each key is shown to its exchange first. */
export interface AccountDoors {
  add(input: AccountToAdd & Storing): Promise<AccountView>
  setCredentials(accountId: string, credentials: CredentialsInput, how: How): Promise<AccountView>
}

interface Options {
  /** null: none is chosen. */
  readonly database: () => Pick<DjangoDatabase, 'state' | 'look' | 'query'> | null
  readonly accounts: Pick<Accounts, 'list' | 'byBroker' | 'compareKey' | 'exchangeAccountOf'>
  readonly doors: AccountDoors
  readonly memory: BrokerMemory
  /** Told all that was just read. */
  readonly seen: (rows: readonly BrokerRow[]) => void
  readonly logger: Logger
}

/** Where the account shall trade: where Django says, or at a practice exchange; `url` null: this application's own. */
type TakeOverPlace = { readonly kind: 'exchange' } | { readonly kind: 'practice'; readonly url: string | null }

/** A broker that is to become an account, or whose key is to replace its account's. `secretKey`: Django's, or null. */
export interface TakeOver extends How {
  readonly brokerId: string
  readonly secretKey: string | null
  readonly place: TakeOverPlace
  /** Of an account that is new. */
  readonly redisPermission: RedisPermission
}

/** What was read of Django's brokers, with what opens their keys. */
interface Read {
  readonly rows: readonly BrokerRow[]
  /** null: no SECRET_KEY was given. */
  readonly secret: TriedSecret | null
}

/**
 * Takes accounts over from Django's table of brokers. Their keys are read and decrypted when they are needed, here, and
 * go nowhere but through the doors of the accounts; the SECRET_KEY is not kept.
 */
export class AccountImport {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /**
   * What brokers Django has. With the SECRET_KEY (null: without), keys are compared with those of the accounts here.
   * @throws GatewayError `refused` `database.off`, `retryable` `database.…`
   */
  async list(secretKey: string | null): Promise<DjangoBrokers> {
    const database = await this.#database()
    const { state } = database
    if (state.state === 'connected' && state.optional.lacks.length > 0) return { state: 'lacking', ...state.optional }
    const read = await this.#read(database, secretKey)
    const brokers = read.rows.map((row) => this.#describe(row, read))
    this.#remember(read, read.rows)
    return { state: 'read', secret: standingOf(read), brokers }
  }

  /**
   * Makes an account of a broker, or replaces its account's key by Django's.
   * @throws GatewayError as {@link list}; `refused` `take_over.…`; as adding an account, or replacing its key
   */
  async takeOver({ brokerId, secretKey, place, redisPermission, ...how }: TakeOver): Promise<AccountView> {
    const { accounts, doors } = this.#options
    const database = await this.#database()
    const { state } = database
    if (state.state === 'connected' && state.optional.lacks.length > 0)
      throw new GatewayError('refused', 'database.lacks_rights')
    const read = await this.#read(database, secretKey)
    const row = read.rows.find(({ id }) => id === brokerId)
    if (row === undefined) throw new GatewayError('refused', 'take_over.broker_gone', { brokerId })
    const identity = orThrow(identityOf(row))
    const { exchange } = identity
    const environment = orThrow(placeOf(place, identity, row))
    const needsKey = environment.kind !== 'practice' || environment.url !== null
    const credentials = needsKey ? orThrow(keyOf(row.stored, exchange, read.secret)) : null
    const here = accounts.byBroker(identity.brokerId)
    let taken: AccountView
    if (here === null) {
      const name = freeName(
        identity,
        accounts.list().map((each) => each.name),
      )
      taken = await doors.add({ ...identity, name, environment, redisPermission, credentials, ...storing(how) })
    } else {
      const problem = mismatchOf(here, identity, environment)
      if (problem !== null) throw new GatewayError('refused', problem.key, problem.params)
      if (credentials === null)
        throw new GatewayError('refused', 'account.broker_taken', { brokerId, name: here.name }, { field: 'brokerId' })
      taken = await doors.setCredentials(here.id, credentials, how)
    }
    this.#remember(read, [row])
    return taken
  }

  /** @throws GatewayError when it is not chosen, or not there */
  async #database(): Promise<Pick<DjangoDatabase, 'state' | 'query'>> {
    const database = this.#options.database()
    if (database === null) throw new GatewayError('refused', 'database.off')
    // What was granted a moment ago is not seen yet, and one that comes back may be there already.
    const { state } = database
    if (state.state !== 'connected' || state.optional.lacks.length > 0) await database.look()
    const now = database.state
    if (now.state === 'lost') throw new GatewayError('retryable', now.problem.key, now.problem.params)
    return database
  }

  async #read(database: Pick<DjangoDatabase, 'query'>, secretKey: string | null): Promise<Read> {
    const rows = await readBrokers((sql, values) => database.query(sql, values))
    const isGiven = secretKey !== null && secretKey !== ''
    return { rows, secret: isGiven ? trySecret(secretKey, tokensOf(rows)) : null }
  }

  #describe(row: BrokerRow, { secret }: Read): DjangoBroker {
    const identity = identityOf(row)
    const environment = identity.ok ? environmentOf(identity.value.exchange, row.isTestnet) : null
    const key = identity.ok ? keyOf(row.stored, identity.value.exchange, secret) : null
    return {
      brokerId: row.id,
      userId: row.userId,
      name: row.name,
      exchange: row.exchange.trim().toLowerCase(),
      isTestnet: row.isTestnet,
      isActive: row.isActive,
      environment: environment?.ok === true ? environment.value.kind : null,
      problem: identity.ok ? null : identity.problem,
      keyProblem: problemOf(environment) ?? problemOf(key),
      here: identity.ok ? this.#hereOf(identity.value, environment, key) : null,
    }
  }

  #hereOf(
    identity: BrokerIdentity,
    environment: Found<Environment> | null,
    key: Found<CredentialsInput> | null,
  ): BrokerHere | null {
    const here = this.#options.accounts.byBroker(identity.brokerId)
    if (here === null) return null
    const problem = mismatchOf(here, identity, environment?.ok === true ? environment.value : null)
    const standing = problem === null && key?.ok === true ? this.#options.accounts.compareKey(here.id, key.value) : null
    return { accountId: here.id, name: here.name, key: standing ?? 'unknown', problem }
  }

  /** Keeps in mind how the rows stood that could be compared, for {@link BrokerMemory}. */
  #remember({ rows, secret }: Read, shown: readonly BrokerRow[]): void {
    const { accounts, memory, seen, logger } = this.#options
    const compared = shown.flatMap((row) => {
      const identity = identityOf(row)
      if (!identity.ok) return []
      const environment = environmentOf(identity.value.exchange, row.isTestnet)
      const here = this.#hereOf(identity.value, environment, keyOf(row.stored, identity.value.exchange, secret))
      if (here === null || (here.key !== 'same' && here.key !== 'other')) return []
      const ours = accounts.exchangeAccountOf(here.accountId)?.key
      return ours === undefined ? [] : [{ of: row, accountId: here.accountId, ours, same: here.key === 'same' }]
    })
    try {
      memory.remember(
        shown.map(({ id }) => id),
        compared,
      )
    } catch (error) {
      // What was taken over is taken over all the same.
      logger.warn({ err: error }, 'what was compared with Django’s brokers could not be kept in mind')
    }
    seen(rows)
  }
}

const storing = ({ thisRunOnly, acceptWithdrawals }: How): Storing => ({ thisRunOnly, acceptWithdrawals })

function placeOf(place: TakeOverPlace, { exchange }: BrokerIdentity, { isTestnet }: BrokerRow): Found<Environment> {
  if (place.kind === 'exchange') return environmentOf(exchange, isTestnet)
  // One address of a practice server leads to all of its exchanges.
  const url = place.url === null ? null : `${place.url.replace(/\/+$/, '')}/${exchange}`
  return { ok: true, value: { kind: 'practice', url, accountKind: null } }
}

/** Why an account is not what its broker in Django is; null: it is. `environment` null: nobody knows where that trades. */
function mismatchOf(
  here: Account,
  { userId, exchange }: BrokerIdentity,
  environment: Environment | null,
): MessageRef | null {
  const { name } = here
  if (here.userId !== userId) return message('take_over.here_of_another_user', { name, userId: String(here.userId) })
  if (here.exchange !== exchange) return message('take_over.here_of_another_exchange', { name })
  if (environment === null) return null
  const isThere =
    here.environment.kind === environment.kind &&
    (here.environment.kind !== 'practice' ||
      environment.kind !== 'practice' ||
      here.environment.url === environment.url)
  return isThere ? null : message('take_over.here_elsewhere', { name })
}

function standingOf({ rows, secret }: Read): SecretStanding {
  if (tokensOf(rows).length === 0) return 'not_needed'
  if (secret === null) return 'needed'
  return secret.opensAny ? 'right' : 'wrong'
}

const problemOf = (what: Found<unknown> | null): MessageRef | null => (what === null || what.ok ? null : what.problem)

/** @throws GatewayError `refused` with the sentence why it is not there */
function orThrow<T>(what: Found<T>): T {
  if (what.ok) return what.value
  throw new GatewayError('refused', what.problem.key, what.problem.params)
}
