import { randomBytes } from 'node:crypto'
import type { Account, ExchangeName } from '../src-shared/account.ts'
import type { AccountView } from '../src-shared/contract.ts'
import { GatewayError } from '../src-shared/errors.ts'
import { exchangeProfiles } from '../src-shared/exchange-profiles.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { CredentialsInput } from './accounts/key-kind.ts'
import { type PracticeExchanges, startPracticeExchanges } from './practice/practice-exchanges.ts'

/** Whether this run's own practice exchange serves the account. */
export const isServedHere = ({ environment }: Account): boolean =>
  environment.kind === 'practice' && environment.url === null

/**
 * The application's own practice exchanges, started when the first account needs them. Each practice account gets a key that is made
 * anew for every run and lives in memory only: there is nothing to keep, and a practice account works without a keychain.
 */
export class InProcessPractice {
  #running: Promise<PracticeExchanges> | null = null
  #baseUrls: Readonly<Partial<Record<ExchangeName, string>>> = {}

  /** Base addresses by exchange; empty while nothing runs. */
  get baseUrls(): Readonly<Partial<Record<ExchangeName, string>>> {
    return this.#baseUrls
  }

  baseUrl(exchange: ExchangeName): string | null {
    return this.#baseUrls[exchange] ?? null
  }

  /** @throws GatewayError `refused` when there is no practice exchange of that name. */
  async require(exchange: ExchangeName): Promise<PracticeExchanges> {
    const exchanges = await this.#start()
    if (exchanges.baseUrls[exchange] === undefined)
      throw new GatewayError('refused', 'account.practice_none', {
        exchange: exchangeProfiles[exchange].label,
      })
    return exchanges
  }

  /**
   * Opens the account at the practice exchange, with funds to trade, and gives it this run's key.
   * @throws GatewayError as {@link require}.
   */
  async open({ id, exchange, environment }: Account, accounts: Accounts): Promise<void> {
    const exchanges = await this.require(exchange)
    const key = madeUpKey(exchange)
    const kind = environment.kind === 'practice' ? environment.accountKind : null
    exchanges.openAccount(exchange, {
      apiKey: key.apiKey,
      secret: key.secret,
      ...(key.passphrase === null ? {} : { passphrase: key.passphrase }),
      ...(kind === null ? {} : { kind }),
    })
    accounts.setRunCredentials(id, key)
  }

  /** Opens every account of this practice that has no key yet. One that cannot be opened keeps none, and the others are served. */
  async openMissing(accounts: Accounts, failed: (error: unknown, account: Account) => void): Promise<void> {
    const missing = accounts.list().filter((view) => isServedHere(view) && view.credentials === 'missing')
    for (const account of missing) {
      try {
        await this.open(account, accounts)
      } catch (error) {
        failed(error, account)
      }
    }
  }

  async close(): Promise<void> {
    const running = this.#running
    this.#running = null
    this.#baseUrls = {}
    await (await running)?.close()
  }

  async #start(): Promise<PracticeExchanges> {
    this.#running ??= startPracticeExchanges({ live: true })
    const exchanges = await this.#running
    this.#baseUrls = exchanges.baseUrls
    return exchanges
  }
}

/** Base64, which every exchange takes for a secret and Kraken demands. The passphrase only where the exchange has one. */
export function madeUpKey(exchange: ExchangeName): CredentialsInput {
  return {
    apiKey: randomBytes(32).toString('hex'),
    secret: randomBytes(64).toString('base64'),
    passphrase: exchangeProfiles[exchange].passphrase ? randomBytes(12).toString('hex') : null,
  }
}

/** The account of a newcomer. */
export function addFirstAccount(accounts: Accounts): Promise<AccountView> {
  return accounts.add({
    name: 'Practice Binance',
    exchange: 'binance',
    brokerId: 1,
    userId: 1,
    environment: { kind: 'practice', url: null, accountKind: null },
    redisPermission: 'trade',
    credentials: null,
    thisRunOnly: true,
  })
}
