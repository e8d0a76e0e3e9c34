import { randomBytes } from 'node:crypto'
import type { PracticeExchanges, startPracticeExchanges } from '@aristobot/practice'
import type { Account, ExchangeName } from '../../src-shared/account.ts'
import type { AccountView } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { CredentialsInput } from '../accounts/key-kind.ts'
import { PracticeFile } from './practice-store.ts'

/** Whether this run's own practice exchange serves the account. */
export const isServedHere = ({ environment }: Account): boolean =>
  environment.kind === 'practice' && environment.url === null

export interface InProcessPracticeOptions {
  /** Where the exchanges' state is kept over restarts; null: in memory only. */
  readonly folder: string | null
}

/** The running exchanges, and what keeps their state. */
interface Running {
  readonly exchanges: PracticeExchanges
  readonly file: PracticeFile | null
}

/**
 * The application's own practice exchanges, started when the first account needs them. They keep accounts, orders and
 * prices over restarts, in the data folder. A practice account's key is made anew for every run and lives in memory
 * only: it works without a keychain.
 */
export class InProcessPractice {
  readonly #folder: string | null
  #running: Promise<Running> | null = null
  #file: PracticeFile | null = null
  #notStarted: MessageRef | null = null
  #baseUrls: Readonly<Partial<Record<ExchangeName, string>>> = {}

  constructor({ folder }: InProcessPracticeOptions) {
    this.#folder = folder
  }

  /** What is wrong with what is kept, for a person. */
  get notices(): readonly MessageRef[] {
    return [...(this.#file?.notices ?? []), ...(this.#notStarted === null ? [] : [this.#notStarted])]
  }

  /** Base addresses by exchange; empty while nothing runs. */
  get baseUrls(): Readonly<Partial<Record<ExchangeName, string>>> {
    return this.#baseUrls
  }

  baseUrl(exchange: ExchangeName): string | null {
    return this.#baseUrls[exchange] ?? null
  }

  /** Starts the exchanges where they do not run yet. @throws whatever keeps them from starting */
  async require(): Promise<PracticeExchanges> {
    return (await this.#start()).exchanges
  }

  /**
   * Opens the account at the practice exchange, with funds to trade unless it was there before, and gives it this run's
   * key.
   * @throws GatewayError as {@link require}.
   */
  async open({ id, exchange, environment }: Account, accounts: Accounts): Promise<void> {
    const exchanges = await this.require()
    const key = madeUpKey(exchange)
    const kind = environment.kind === 'practice' ? environment.accountKind : null
    const { uid } = exchanges.openAccount(exchange, {
      accountId: id,
      apiKey: key.apiKey,
      secret: key.secret,
      ...(key.passphrase === null ? {} : { passphrase: key.passphrase }),
      ...(kind === null ? {} : { kind }),
    })
    accounts.setRunCredentials(id, key, String(uid))
  }

  /**
   * Opens every account of this practice that has no key yet. One that cannot be opened keeps none, and the others are
   * served.
   */
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
    if (running === null) return
    const { exchanges, file } = await running
    await exchanges.close()
    file?.close()
  }

  async #start(): Promise<Running> {
    this.#running ??= this.#startWithState()
    try {
      const running = await this.#running
      this.#baseUrls = running.exchanges.baseUrls
      this.#notStarted = null
      return running
    } catch (error) {
      this.#running = null
      this.#notStarted = message('practice.not_started', { reason: (error as Error).message })
      throw error
    }
  }

  async #startWithState(): Promise<Running> {
    if (this.#folder === null) return { exchanges: await startExchanges({ live: true }), file: null }
    const file = PracticeFile.open({ folder: this.#folder, name: 'application' })
    this.#file = file
    try {
      const keeping = { storeOf: (exchange: ExchangeName) => file.storeOf(exchange), keys: false }
      return { exchanges: await startExchanges({ live: true, keeping }), file }
    } catch (error) {
      file.close()
      throw error
    }
  }
}

/** Loaded by the first account that needs them: most gateways have none. */
const startExchanges: typeof startPracticeExchanges = async (options) =>
  (await import('@aristobot/practice')).startPracticeExchanges(options)

/**
 * Base64, which every exchange takes for a secret and Kraken demands. The passphrase only where the exchange has one.
 */
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
