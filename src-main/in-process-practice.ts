import { randomBytes } from 'node:crypto'
import type { Account, ExchangeName } from '../src-shared/account.ts'
import type { Accounts } from './accounts/accounts.ts'
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

  /** Opens the account at the practice exchange, with funds to trade, and gives it this run's key. */
  async open(account: Account, accounts: Accounts): Promise<void> {
    const exchanges = await this.#start()
    const apiKey = randomBytes(32).toString('hex')
    const secret = randomBytes(32).toString('hex')
    exchanges.openAccount(account.exchange, { apiKey, secret })
    accounts.setRunCredentials(account.id, { apiKey, secret, passphrase: null })
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
