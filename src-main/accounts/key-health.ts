import { setTimeout as delay } from 'node:timers/promises'
import type { AccountView, KeyHealth } from '../../src-shared/contract.ts'
import { errorView, GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import type { AccountConnection } from '../exchange/accounts/account-connection.ts'
import type { CredentialsReport } from '../exchange/core/base-exchange-client.ts'
import { keyFor } from './account-rules.ts'
import type { Accounts, AccountToAdd, KeyVerdict } from './accounts.ts'
import type { CredentialsInput } from './key-kind.ts'

/** A key and where it is said to belong. */
export type ProbeParts = Pick<AccountConnection, 'exchange' | 'environment' | 'baseUrl' | 'credentials'>

/** How a key is to be stored. */
export interface Storing {
  /** Keep it in memory only. */
  readonly thisRunOnly: boolean
  /** The person agrees that the key may withdraw. */
  readonly acceptWithdrawals: boolean
}

export interface KeyCheckerOptions {
  readonly accounts: Accounts
  readonly clients: {
    /** Asks an exchange about a key that no account has yet. */
    probe(parts: ProbeParts): Promise<CredentialsReport>
    clientFor(accountId: string): { checkCredentials(): Promise<CredentialsReport> }
  }
  /** Epoch ms. */
  readonly now?: () => number
  /** How long a person waits for an exchange that does not answer. */
  readonly patienceMs?: number
  /** Errors that are our own fault. */
  readonly logBug?: (error: unknown) => void
}

/** How an exchange answered, or not, with the error as it was thrown. */
type KeyAnswer =
  { readonly ok: true; readonly report: CredentialsReport } | { readonly ok: false; readonly error: GatewayError }

/**
 * Stands before the storing of keys: each is shown to its exchange first, and one that may withdraw is not taken unless
 * the person accepts that. Keeps what was found out about every account's key.
 */
export class KeyChecker {
  readonly #accounts: Accounts
  readonly #clients: KeyCheckerOptions['clients']
  readonly #now: () => number
  readonly #patienceMs: number
  readonly #logBug: (error: unknown) => void

  constructor(options: KeyCheckerOptions) {
    this.#accounts = options.accounts
    this.#clients = options.clients
    this.#now = options.now ?? Date.now
    this.#patienceMs = options.patienceMs ?? 20_000
    this.#logBug = options.logBug ?? (() => undefined)
  }

  /**
   * Adds an account whose key, if it brings one, was checked; `health` of the answer says `failed` when the exchange
   * could not be asked.
   * @throws GatewayError as {@link Accounts.checkNew}; `auth` or `refused` with the exchange's words; `refused`
   * `account.key_can_withdraw`. Then nothing was kept.
   */
  async add({ acceptWithdrawals, ...input }: AccountToAdd & Storing): Promise<AccountView> {
    await this.#accounts.checkNew(input)
    const { exchange, environment, credentials } = input
    if (credentials === null) return this.#accounts.add(input)
    const baseUrl = environment.kind === 'practice' ? environment.url : null
    const parts = { exchange, environment, baseUrl, credentials: keyFor(exchange, credentials) }
    return this.#accounts.add(input, await this.#judge(parts, acceptWithdrawals))
  }

  /**
   * Puts another key, checked as in {@link add}, in place of the account's. @throws GatewayError as {@link add}, or
   * `not-found`.
   */
  async setCredentials(
    id: string,
    input: CredentialsInput,
    { thisRunOnly, acceptWithdrawals }: Storing,
  ): Promise<AccountView> {
    const { exchange, environment } = this.#accounts.view(id)
    const credentials = keyFor(exchange, input)
    await this.#accounts.vault.requirePlace(thisRunOnly)
    const baseUrl = environment.kind === 'practice' ? environment.url : null
    const verdict = await this.#judge({ exchange, environment, baseUrl, credentials }, acceptWithdrawals)
    return this.#accounts.setCredentials(id, input, thisRunOnly, verdict)
  }

  /** Asks the exchange about the key that an account has and keeps the answer; a failure is an answer too. */
  async check(id: string): Promise<KeyHealth> {
    let connection: AccountConnection
    try {
      connection = this.#accounts.connectionForCheck(id)
    } catch (error) {
      return { state: 'failed', at: this.#now(), error: errorView(error) }
    }
    // A blocked account has no client; any other has one, whose limits and nonces this belongs to.
    const { blocked } = this.#accounts.view(id)
    const answer = await this.#ask(connection, () =>
      blocked ? this.#clients.probe(connection) : this.#clients.clientFor(id).checkCredentials(),
    )
    const health = this.#healthOf(answer)
    await this.#accounts.noteHealth(id, connection.revision, health)
    return health
  }

  async #judge(parts: ProbeParts, acceptWithdrawals: boolean): Promise<KeyVerdict> {
    const answer = await this.#ask(parts, () => this.#clients.probe(parts))
    if (!answer.ok && (answer.error.class === 'auth' || answer.error.class === 'refused')) throw answer.error
    const mayWithdraw = answer.ok ? answer.report.canWithdraw : null
    if (mayWithdraw === true && !acceptWithdrawals) {
      const { label } = exchangeProfiles[parts.exchange]
      throw new GatewayError('refused', 'account.key_can_withdraw', { exchange: label })
    }
    return {
      health: this.#healthOf(answer),
      withdrawalAccepted: acceptWithdrawals && mayWithdraw !== false,
      rightsRead: answer.ok,
    }
  }

  async #ask(
    { exchange }: Pick<ProbeParts, 'exchange'>,
    question: () => Promise<CredentialsReport>,
  ): Promise<KeyAnswer> {
    const patience = new AbortController()
    const seconds = String(Math.ceil(this.#patienceMs / 1000))
    const tooSlow = new GatewayError('retryable', 'account.key_check_slow', {
      exchange: exchangeProfiles[exchange].label,
      seconds,
    })
    try {
      const report = await Promise.race([
        Promise.resolve().then(question),
        delay(this.#patienceMs, null, { signal: patience.signal }).then(() => {
          throw tooSlow
        }),
      ])
      return { ok: true, report }
    } catch (error) {
      const known = toGatewayError(error)
      if (known.class === 'bug') this.#logBug(error)
      return { ok: false, error: known }
    } finally {
      patience.abort()
    }
  }

  #healthOf(answer: KeyAnswer): KeyHealth {
    const at = this.#now()
    if (!answer.ok) return { state: 'failed', at, error: errorView(answer.error) }
    return { state: 'checked', at, report: answer.report }
  }
}
