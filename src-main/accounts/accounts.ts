import { createHash, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Account, AmountMeaning, ExchangeName, OrderRoute, RedisPermission } from '../../src-shared/account.ts'
import type { AccountView, KeyHealth } from '../../src-shared/contract.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import type { AccountLimits } from '../../src-shared/guard.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import type { Switchable, SwitchedOff } from '../../src-shared/switched-off.ts'
import type { AccountConnection } from '../exchange/accounts/account-connection.ts'
import type { Credentials } from '../exchange/accounts/credentials.ts'
import { type ExchangeAccount, fingerprintOfKey } from '../exchange/accounts/exchange-account.ts'
import { checkPlace, keyFor } from './account-rules.ts'
import type { CredentialsInput } from './key-kind.ts'
import type { AccountRegistry, NewAccount } from './registry.ts'
import type { Vault, VaultFailure } from './vault.ts'

interface Options {
  readonly registry: AccountRegistry
  readonly vault: Vault
  /** Base address of this run's own practice exchange; null while it does not run. */
  readonly practiceBaseUrl: (exchange: ExchangeName) => string | null
}

/** What is needed to add an account; `credentials` null: none yet. */
export interface AccountToAdd extends Omit<NewAccount, 'withdrawalAccepted' | 'rightsRead'> {
  readonly credentials: CredentialsInput | null
  /** Keep the key in memory only, where there is no keychain. */
  readonly thisRunOnly: boolean
}

export interface AccountChange {
  readonly accountId: string
  readonly change:
    | 'added'
    | 'credentials'
    | 'redis_permission'
    | 'withdrawals'
    | 'limits'
    | 'switched_off'
    | 'dead_man'
    | 'terminal3'
    | 'order_route'
    | 'health'
    | 'removed'
}

/** What was found out about a key that is about to be stored, and whether the person accepted that it may withdraw. */
export interface KeyVerdict {
  readonly health: KeyHealth
  readonly withdrawalAccepted: boolean
  /** Whether the exchange said what it may do. */
  readonly rightsRead: boolean
}

/** For keys for which whoever gives them vouches. */
const vouchedFor = { health: { state: 'unchecked' }, withdrawalAccepted: false, rightsRead: true } as const

const unchecked: KeyHealth = { state: 'unchecked' }

/**
 * Accounts and their keys as one thing. Every change of a key raises the account's revision, so that a client made with
 * an earlier key refuses to send; changes hold from the moment their promise resolves. Keys are checked at their
 * exchanges by {@link KeyChecker}, which stands in front of this.
 */
export class Accounts {
  readonly #registry: AccountRegistry
  readonly #vault: Vault
  readonly #practiceBaseUrl: (exchange: ExchangeName) => string | null
  readonly #revisions = new Map<string, number>()
  /** Of the key that each account has now. */
  readonly #health = new Map<string, KeyHealth>()
  /** Uids at this run's own practice exchanges, by account. */
  readonly #practiceUids = new Map<string, string>()
  /** Accounts whose key was last seen to be able to withdraw: a later check that fails proves nothing else. */
  readonly #mayWithdraw = new Set<string>()
  readonly #listeners = new Listeners<[AccountChange]>()
  #failures: readonly VaultFailure[] = []

  private constructor(options: Options) {
    this.#registry = options.registry
    this.#vault = options.vault
    this.#practiceBaseUrl = options.practiceBaseUrl
  }

  /** Reads every account's key into memory. */
  static async open(options: Options): Promise<Accounts> {
    const accounts = new Accounts(options)
    await accounts.reload()
    return accounts
  }

  /** Keychain entries that could not be read; their accounts show `missing`. */
  get failures(): readonly VaultFailure[] {
    return this.#failures
  }

  get registry(): AccountRegistry {
    return this.#registry
  }

  get vault(): Vault {
    return this.#vault
  }

  list(): readonly AccountView[] {
    return this.#registry.list().map((account) => this.#viewOf(account))
  }

  get(id: string): Account | null {
    return this.#registry.get(id)
  }

  byBroker(brokerId: number): Account | null {
    return this.#registry.byBroker(brokerId)
  }

  /** @throws GatewayError `not-found`. */
  view(id: string): AccountView {
    return this.#viewOf(this.#find(id))
  }

  /**
   * What can be said of a new account before anything is asked or kept.
   * @throws GatewayError `refused` (name or broker id taken, no such environment, key of a wrong form), `retryable`
   * `keychain.unavailable`.
   */
  async checkNew(input: AccountToAdd): Promise<void> {
    this.#registry.requireReadable()
    this.#registry.checkUnique(input)
    checkPlace(input.exchange, input.environment)
    if (input.credentials === null) return
    keyFor(input.exchange, input.credentials)
    await this.#vault.requirePlace(input.thisRunOnly)
  }

  /** @throws GatewayError as {@link checkNew}; then nothing was kept. */
  async add(
    input: AccountToAdd,
    { health, withdrawalAccepted, rightsRead }: KeyVerdict = vouchedFor,
  ): Promise<AccountView> {
    await this.checkNew(input)
    const { credentials, thisRunOnly, ...fields } = input
    const id = randomUUID()
    if (credentials !== null) await this.#put(id, fields.exchange, credentials, thisRunOnly)
    try {
      await this.#registry.add({ ...fields, withdrawalAccepted, rightsRead }, id)
    } catch (error) {
      if (this.#vault.state(id) === 'keychain') await this.#vault.remove(id)
      else this.#vault.forget(id)
      throw error
    }
    this.#changed(id, 'added', health)
    return this.view(id)
  }

  /** Puts another key in place of the account's. @throws GatewayError as {@link add}, or `not-found`. */
  async setCredentials(
    id: string,
    credentials: CredentialsInput,
    thisRunOnly: boolean,
    { health, withdrawalAccepted, rightsRead }: KeyVerdict = vouchedFor,
  ): Promise<AccountView> {
    const account = this.#find(id)
    // In this order, what was accepted for one key never holds for another, whatever fails between.
    if (account.withdrawalAccepted) await this.#registry.setWithdrawalAccepted(id, false)
    if (account.rightsRead !== rightsRead) await this.#registry.setRightsRead(id, rightsRead)
    await this.#put(id, account.exchange, credentials, thisRunOnly)
    this.#changed(id, 'credentials', health)
    return withdrawalAccepted ? this.acceptWithdrawals(id) : this.view(id)
  }

  /** Records that the key of an account may withdraw. @throws GatewayError `not-found`. */
  async acceptWithdrawals(id: string): Promise<AccountView> {
    const account = await this.#registry.setWithdrawalAccepted(id, true)
    this.#changed(id, 'withdrawals')
    return this.#viewOf(account)
  }

  /** Keeps what was found out about the key that an account had at that revision. */
  async noteHealth(id: string, revision: number, health: KeyHealth): Promise<void> {
    const account = this.#registry.get(id)
    if (account === null || this.#revisionOf(id) !== revision) return
    // Where that cannot be written, the key goes on as one whose rights nobody has read.
    if (health.state === 'checked' && !account.rightsRead)
      await this.#registry.setRightsRead(id, true).catch(() => undefined)
    this.#keepHealth(id, health)
    this.#changed(id, 'health')
  }

  /**
   * Gives an account a key for this run only, at once: for this run's own practice exchange, which calls the account
   * `uid`.
   * @throws GatewayError `not-found`.
   */
  setRunCredentials(id: string, credentials: CredentialsInput, uid: string): AccountView {
    const account = this.#find(id)
    this.#practiceUids.set(id, uid)
    this.#vault.putForThisRun(id, credentials)
    this.#changed(id, 'credentials')
    return this.#viewOf(account)
  }

  /** @throws GatewayError `not-found`. */
  async setRedisPermission(id: string, permission: RedisPermission): Promise<AccountView> {
    const account = await this.#registry.setRedisPermission(id, permission)
    this.#changed(id, 'redis_permission')
    return this.#viewOf(account)
  }

  /** @throws GatewayError `not-found`. */
  async setLimits(id: string, limits: AccountLimits): Promise<AccountView> {
    const account = await this.#registry.setLimits(id, limits)
    this.#changed(id, 'limits')
    return this.#viewOf(account)
  }

  /**
   * Takes away from an account what its exchange was seen to do otherwise; what is off already stays as it is. @throws
   * GatewayError `not-found`.
   */
  async switchOff(id: string, found: readonly SwitchedOff[]): Promise<AccountView> {
    const { switchedOff } = this.#find(id)
    const added = found.filter(({ what }) => switchedOff.every((known) => known.what !== what))
    return added.length === 0 ? this.view(id) : this.#setSwitchedOff(id, [...switchedOff, ...added])
  }

  /** Gives it back: a person's decision. @throws GatewayError `not-found`. */
  async switchOn(id: string, what: Switchable): Promise<AccountView> {
    const { switchedOff } = this.#find(id)
    return this.#setSwitchedOff(
      id,
      switchedOff.filter((each) => each.what !== what),
    )
  }

  async #setSwitchedOff(id: string, switchedOff: readonly SwitchedOff[]): Promise<AccountView> {
    const account = await this.#registry.setSwitchedOff(id, switchedOff)
    this.#changed(id, 'switched_off')
    return this.#viewOf(account)
  }

  /** @throws GatewayError `not-found`. */
  async setDeadManSeconds(id: string, seconds: number | null): Promise<AccountView> {
    const account = await this.#registry.setDeadManSeconds(id, seconds)
    this.#changed(id, 'dead_man')
    return this.#viewOf(account)
  }

  /** @throws GatewayError `not-found`. */
  async setTerminal3Amounts(id: string, meaning: AmountMeaning | null): Promise<AccountView> {
    const account = await this.#registry.setTerminal3Amounts(id, meaning)
    this.#changed(id, 'terminal3')
    return this.#viewOf(account)
  }

  /** @throws GatewayError `not-found`; `refused` where the exchange has no such way. */
  async setOrderRoute(id: string, route: OrderRoute): Promise<AccountView> {
    const { label, orderRoutes } = exchangeProfiles[this.#find(id).exchange]
    if (!orderRoutes.includes(route)) {
      const details = { field: 'orderRoute' }
      throw new GatewayError('refused', 'account.order_route', { exchange: label }, details)
    }
    const account = await this.#registry.setOrderRoute(id, route)
    this.#changed(id, 'order_route')
    return this.#viewOf(account)
  }

  /**
   * Removes an account and its keychain entry. @returns `later`: the keychain does not answer, and the entry is deleted
   * once it does.
   * @throws GatewayError `not-found`, or `keychain.unavailable`: then it stays.
   */
  async remove(id: string): Promise<'deleted' | 'later'> {
    const account = this.#find(id)
    const key = hasNoEntry(account) ? 'deleted' : await this.#vault.remove(id)
    this.#vault.forget(id)
    // From here on nothing is signed for it, even if the registry's file cannot be written.
    this.#raiseRevision(id)
    await this.#registry.remove(id)
    this.#changed(id, 'removed')
    return key
  }

  /**
   * Takes over what another process wrote (the `account` command) and tries again to read the keys that are missing.
   * Keys in memory stay as they are; those of accounts that are gone go.
   */
  async reload(): Promise<void> {
    const before = this.#registry.list()
    await this.#registry.reload()
    for (const old of before) {
      const { id } = old
      const now = this.#registry.get(id)
      if (now === null) {
        this.#vault.forget(id)
        this.#changed(id, 'removed')
        // A client that was made for another exchange or environment must not send any more.
      } else if (placeOf(now) !== placeOf(old)) this.#changed(id, 'credentials')
    }
    const missing = this.list().filter((account) => this.#vault.state(account.id) === 'missing')
    this.#failures = await this.#vault.load(missing.map((account) => account.id))
    for (const { id } of missing) if (this.#vault.get(id) !== null) this.#changed(id, 'credentials')
  }

  /**
   * Everything a client needs to act for an account now: a {@link ConnectionSource}. Bound, so it can be handed over as
   * it is.
   */
  readonly connectionFor = (id: string): AccountConnection => {
    const account = this.#find(id)
    if (this.#isBlocked(account)) {
      const exchange = exchangeProfiles[account.exchange].label
      throw new GatewayError('auth', 'account.key_can_withdraw', { exchange })
    }
    return this.connectionForCheck(id)
  }

  /** As {@link connectionFor}, for asking about the key itself: also for an account that is blocked. */
  connectionForCheck(id: string): AccountConnection {
    const account = this.#find(id)
    const credentials = this.#vault.get(id)
    if (credentials === null && this.#waitsForKeychain(account)) {
      const params = { name: account.name, reason: this.#vault.availability().reason ?? '' }
      throw new GatewayError('retryable', 'account.keychain_silent', params)
    }
    if (credentials === null) throw new GatewayError('auth', 'account.credentials_missing', { name: account.name })
    return {
      accountId: id,
      accountName: account.name,
      exchange: account.exchange,
      environment: account.environment,
      baseUrl: this.#baseUrlOf(account),
      credentials,
      revision: this.#revisionOf(id),
      switchedOff: account.switchedOff,
      orderRoute: account.orderRoute,
    }
  }

  /** Whose account at the exchange an account's key stands for now; null: it has no key. */
  readonly exchangeAccountOf = (id: string): ExchangeAccount | null => {
    const account = this.#registry.get(id)
    const credentials = this.#vault.get(id)
    if (account === null || credentials === null) return null
    // Its key is made anew at every start, its exchange is this application's own; an account that began anew is
    // another one.
    const isOwnPractice = account.environment.kind === 'practice' && account.environment.url === null
    const health = this.#health.get(id)
    const told = health?.state === 'checked' ? health.report.uid : null
    return {
      uid: isOwnPractice ? `practice ${id} ${this.#practiceUids.get(id) ?? ''}` : told,
      key: fingerprintOfKey(credentials.apiKey),
    }
  }

  /**
   * Every part of an account's key that must not be seen, for whoever prints what an exchange said; empty: it has none.
   */
  readonly secretsOf = (id: string): readonly string[] => this.#vault.get(id)?.secrets() ?? []

  /** Whether an account's key is this one; `missing`: it has none here. Nothing of either comes out. */
  compareKey(id: string, input: CredentialsInput): 'same' | 'other' | 'missing' {
    const { exchange } = this.#find(id)
    const held = this.#vault.get(id)
    if (held === null) return 'missing'
    const given = keyFor(exchange, input)
    return timingSafeEqual(digestOf(held), digestOf(given)) ? 'same' : 'other'
  }

  /** Accounts whose keys may be in the keychain, which does not give them. */
  waitingForKeychain(): readonly Account[] {
    return this.#registry.list().filter((account) => this.#waitsForKeychain(account))
  }

  #waitsForKeychain(account: Account): boolean {
    if (hasNoEntry(account) || this.#vault.state(account.id) !== 'missing') return false
    return !this.#vault.availability().available || this.#failures.some((each) => each.accountId === account.id)
  }

  /** @returns how to stop listening. */
  subscribe(listener: (change: AccountChange) => void): () => void {
    return this.#listeners.add(listener)
  }

  #baseUrlOf(account: Account): string | null {
    if (account.environment.kind !== 'practice') return null
    const url = account.environment.url ?? this.#practiceBaseUrl(account.exchange)
    if (url === null) throw new GatewayError('retryable', 'account.practice_not_running', { name: account.name })
    return url
  }

  #viewOf(account: Account): AccountView {
    const { environment } = account
    const practice = environment.kind === 'practice' && environment.url === null
    return {
      ...account,
      credentials: this.#vault.state(account.id),
      practice,
      health: this.#health.get(account.id) ?? unchecked,
      blocked: this.#isBlocked(account),
    }
  }

  #isBlocked({ id, withdrawalAccepted }: Account): boolean {
    return this.#mayWithdraw.has(id) && !withdrawalAccepted
  }

  #keepHealth(id: string, health: KeyHealth): void {
    this.#health.set(id, health)
    if (health.state !== 'checked') return
    if (health.report.canWithdraw === true) this.#mayWithdraw.add(id)
    else this.#mayWithdraw.delete(id)
  }

  async #put(id: string, exchange: ExchangeName, input: CredentialsInput, thisRunOnly: boolean): Promise<void> {
    const { apiKey } = input
    await this.#vault.put(id, { apiKey, ...keyFor(exchange, input).reveal() }, { thisRunOnly })
  }

  #revisionOf(id: string): number {
    return this.#revisions.get(id) ?? 0
  }

  #find(id: string): Account {
    const account = this.#registry.get(id)
    if (account === null) throw new GatewayError('not-found', 'account.unknown')
    return account
  }

  #raiseRevision(id: string): void {
    this.#revisions.set(id, this.#revisionOf(id) + 1)
    this.#health.delete(id)
    this.#mayWithdraw.delete(id)
  }

  /** `health`: of a key that is new with this change. */
  #changed(accountId: string, change: AccountChange['change'], health: KeyHealth = unchecked): void {
    if (change === 'added' || change === 'credentials' || change === 'removed') {
      this.#raiseRevision(accountId)
      if (health.state !== 'unchecked') this.#keepHealth(accountId, health)
    }
    this.#listeners.tell({ accountId, change })
  }
}

const digestOf = (key: Credentials): Buffer => createHash('sha256').update(JSON.stringify(key.secrets())).digest()

const placeOf = ({ exchange, environment }: Account): string => JSON.stringify([exchange, environment])

/** The key of this run's own practice is made for every run. */
const hasNoEntry = ({ environment }: Account): boolean => environment.kind === 'practice' && environment.url === null
