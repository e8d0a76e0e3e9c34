import { type Account, type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import type { SymbolCounts, SymbolStanding } from '../../src-shared/database-options.ts'
import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import type { Market } from '../../src-shared/market.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import { SerialQueue } from '../infra/serial-queue.ts'
import type { DjangoDatabase } from './django-database.ts'
import { writeSymbols } from './symbol-rows.ts'

interface Options {
  /** null: none is chosen. */
  readonly database: () => Pick<DjangoDatabase, 'state' | 'transaction'> | null
  readonly accounts: { list(): readonly Account[] }
  /** An account's markets, asked for anew. @throws GatewayError */
  readonly marketsOf: (accountId: string) => Promise<readonly Market[]>
  /** Told when it is known how a list stands. */
  readonly changed: () => void
  readonly clock: Clock
  readonly logger: Logger
}

const dayMs = 24 * 60 * 60_000
const againMs = 15 * 60_000

/**
 * Keeps the list of symbols that Django's pages search: when the database is reached, once a day, and when Django asks
 * for an account's markets to be loaded. Of an exchange with an account for real money its list is kept whole; markets
 * of a testnet or a practice exchange only add what is missing.
 */
export class SymbolKeeper {
  readonly #options: Options
  readonly #standing = new Map<ExchangeName, SymbolStanding>()
  /** When an exchange's list was tried to be written by itself last, epoch ms. */
  readonly #triedAt = new Map<ExchangeName, number>()
  readonly #turns = new SerialQueue()
  #cancelTimer: () => void = () => undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** How the lists stand that were written in this run. */
  list(): readonly SymbolStanding[] {
    return exchangeNames.flatMap((exchange) => this.#standing.get(exchange) ?? [])
  }

  /** The database, the accounts or the time may be other ones: writes what is due. */
  look(): void {
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(againMs, () => this.look())
    if (!this.#isReady()) return
    for (const account of this.#leading()) {
      const { exchange } = account
      const standing = this.#standing.get(exchange)
      const every = standing?.problem === null ? dayMs : againMs
      if (this.#options.clock.now() - (this.#triedAt.get(exchange) ?? -Infinity) < every) continue
      this.#triedAt.set(exchange, this.#options.clock.now())
      void this.#refresh(account)
    }
  }

  /**
   * Writes markets that were just loaded. Does nothing where no database is chosen.
   * @throws GatewayError `retryable` or `refused` `database.…` when the list stays as it was
   */
  async write(account: Account, markets: readonly Market[]): Promise<void> {
    await this.#write(account, () => Promise.resolve(markets))
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  #isReady(): boolean {
    const state = this.#options.database()?.state
    return state?.state === 'connected' && state.lacks.every(({ use }) => use !== 'symbols')
  }

  /** One account of each exchange: one for real money where there is any. */
  #leading(): readonly Account[] {
    const accounts = this.#options.accounts.list()
    return exchangeNames.flatMap((exchange) => {
      const own = accounts.filter((account) => account.exchange === exchange)
      return own.find((account) => scopeOf(account) === 'whole') ?? own[0] ?? []
    })
  }

  async #refresh(account: Account): Promise<void> {
    const { marketsOf, logger } = this.#options
    try {
      await this.#write(account, () => marketsOf(account.id))
    } catch (error) {
      logger.warn(
        { exchange: account.exchange, err: error },
        'the list of symbols in Django’s database was not written',
      )
    }
  }

  async #write(account: Account, marketsOf: () => Promise<readonly Market[]>): Promise<void> {
    const database = this.#options.database()
    if (database === null) return
    const { exchange } = account
    try {
      const markets = await marketsOf()
      const counts = await this.#turns.run(() => {
        requireRights(database)
        return database.transaction((query) => writeSymbols(query, exchange, markets, scopeOf(account)))
      })
      this.#stands(exchange, counts, null)
    } catch (error) {
      this.#stands(exchange, null, toGatewayError(error))
      throw error
    }
  }

  #stands(exchange: ExchangeName, counts: SymbolCounts | null, problem: GatewayError | null): void {
    const before = this.#standing.get(exchange)
    this.#standing.set(exchange, {
      exchange,
      at: counts === null ? (before?.at ?? null) : this.#options.clock.now(),
      counts: counts ?? before?.counts ?? null,
      problem: problem?.text ?? null,
    })
    this.#options.changed()
  }
}

function scopeOf({ environment }: Account): 'whole' | 'additions' {
  return environment.kind === 'production' ? 'whole' : 'additions'
}

/** @throws GatewayError before anything is asked that would be refused anyway */
function requireRights({ state }: Pick<DjangoDatabase, 'state'>): void {
  if (state.state === 'lost') throw new GatewayError('retryable', state.problem.key, state.problem.params)
  if (state.state === 'connected' && state.lacks.some(({ use }) => use === 'symbols'))
    throw new GatewayError('refused', 'database.lacks_rights')
}
