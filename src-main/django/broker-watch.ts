import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import type { BrokerMemory } from './broker-memory.ts'
import { identityOf } from './broker-reading.ts'
import { type BrokerRow, readBrokers } from './broker-rows.ts'
import type { DjangoDatabase } from './django-database.ts'

interface Options {
  /** null: none is chosen. */
  readonly database: () => Pick<DjangoDatabase, 'state' | 'query'> | null
  readonly accounts: Pick<Accounts, 'byBroker' | 'exchangeAccountOf'>
  readonly memory: BrokerMemory
  /** Told when what was read may be another. */
  readonly changed: () => void
  readonly clock: Clock
  readonly logger: Logger
}

/** A row as it was read last, without its key. */
interface SeenBroker {
  readonly row: Omit<BrokerRow, 'stored'>
  readonly hasKey: boolean
  readonly fingerprint: string
}

const everyMs = 60 * 60_000
const againMs = 15 * 60_000
/** More names than this make no sentence. */
const mostNamed = 5

/**
 * Notices what changes among Django's brokers: when the database is reached, and once an hour, where this login may
 * read them. Without the SECRET_KEY it sees that a key was saved anew, not whether it is another one.
 */
export class BrokerWatch {
  readonly #options: Options
  /** null: nothing was read of this database yet. */
  #seen: readonly SeenBroker[] | null = null
  #isReadable = false
  #dueAt = -Infinity
  #cancelTimer: () => void = () => undefined
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** The database or the time may be another one: reads what is due. */
  look(): void {
    const { database, clock } = this.#options
    this.#cancelTimer()
    if (this.#closed) return
    this.#cancelTimer = clock.after(againMs, () => this.look())
    const state = database()?.state
    // What was read of a database that is out of reach is still so.
    if (state === undefined) this.#seen = null
    const isReadable = state?.state === 'connected' && state.optional.lacks.length === 0
    if (isReadable && !this.#isReadable) this.#dueAt = clock.now()
    this.#isReadable = isReadable
    if (!isReadable || clock.now() < this.#dueAt) return
    this.#dueAt = clock.now() + everyMs
    void this.#read()
  }

  /** Somebody else has compared or shown them: reads them now. */
  lookAgain(): void {
    this.#dueAt = this.#options.clock.now()
    this.look()
  }

  /** Takes note of rows that were just read. */
  saw(rows: readonly BrokerRow[]): void {
    const { memory, changed } = this.#options
    this.#seen = rows.map((row) => {
      const { stored, ...rest } = row
      return { row: rest, hasKey: stored.apiKey !== '' && stored.secret !== '', fingerprint: memory.fingerprint(row) }
    })
    changed()
  }

  /** What a person should know of Django's brokers. */
  notices(): readonly MessageRef[] {
    const { memory } = this.#options
    const fresh = (this.#seen ?? []).flatMap((each) => this.#nameOfNew(each))
    return [
      ...(memory.problem === null ? [] : [memory.problem]),
      ...(fresh.length === 0 ? [] : [message('take_over.new_brokers', { brokers: listOf(fresh) })]),
      ...(this.#seen ?? []).flatMap((each) => this.#aboutKey(each)),
    ]
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer()
  }

  async #read(): Promise<void> {
    const { database, memory, clock, logger } = this.#options
    const from = database()
    try {
      const rows = await readBrokers((sql, values) => from?.query(sql, values) ?? Promise.resolve([]))
      if (this.#closed || database() !== from) return
      memory.reload()
      this.saw(rows)
    } catch (error) {
      this.#dueAt = clock.now() + againMs
      logger.warn({ err: error }, 'Django’s brokers could not be read')
    }
  }

  /** An active broker that could have an account, has none, and was shown to nobody. */
  #nameOfNew({ row }: SeenBroker): readonly string[] {
    const { accounts, memory } = this.#options
    const identity = identityOf({ ...row, stored: { apiKey: '', secret: '', passphrase: null } })
    if (!row.isActive || !identity.ok || memory.wasShown(row.id)) return []
    const { brokerId, name, exchange } = identity.value
    return accounts.byBroker(brokerId) === null ? [`${name} (${exchange}, ${brokerId})`] : []
  }

  #aboutKey({ row, hasKey, fingerprint }: SeenBroker): readonly MessageRef[] {
    const { accounts, memory } = this.#options
    // Who lives here now may have no key left in Django.
    if (!row.isActive || !hasKey) return []
    const compared = memory.compared(row.id)
    const account = accounts.byBroker(Number(row.id))
    if (compared === null || account?.id !== compared.accountId) return []
    const ours = accounts.exchangeAccountOf(account.id)?.key
    if (ours === undefined) return []
    const params = { name: account.name, brokerId: row.id }
    if (fingerprint !== compared.row) return [message('take_over.key_changed', params)]
    // Both known: one of the two was replaced since they were the same, or neither since they were not.
    return (ours === compared.ours) === compared.same ? [] : [message('take_over.key_differs', params)]
  }
}

function listOf(names: readonly string[]): string {
  const rest = names.length - mostNamed
  return [...names.slice(0, mostNamed), ...(rest > 0 ? [`+${rest}`] : [])].join(', ')
}
