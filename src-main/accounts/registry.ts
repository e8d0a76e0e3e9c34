import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import {
  type Account,
  exchangeNames,
  type RedisPermission,
  redisPermissions,
} from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { type AccountLimits, noLimits } from '../../src-shared/guard.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { writeFileAtomically } from './atomic-file.ts'

/** What makes an account, before it has an id. Names and broker ids are unique. */
export type NewAccount = Omit<Account, 'id' | 'createdAt' | 'limits' | 'deadManSeconds'>

const environmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('production') }),
  z.strictObject({ kind: z.literal('testnet') }),
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({
    kind: z.literal('practice'),
    url: z.string().nullable(),
    // Files of earlier versions lack it.
    accountKind: z.string().nullable().default(null),
  }),
])

const moneySchema = z.string().transform((text) => Money.parse(text))

// Files of earlier versions lack all of them.
const limitsSchema = z.strictObject({
  symbols: z.array(z.string()).readonly().nullable(),
  largestOrder: moneySchema.nullable(),
  ordersPerMinute: z.int().positive().nullable(),
  dailyNotional: moneySchema.nullable(),
  approvalAbove: moneySchema.nullable(),
})

const accountSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  exchange: z.enum(exchangeNames),
  brokerId: z.int().positive(),
  userId: z.int().positive(),
  environment: environmentSchema,
  redisPermission: z.enum(redisPermissions),
  // Files of earlier versions lack it.
  withdrawalAccepted: z.boolean().default(false),
  limits: limitsSchema.default(noLimits),
  deadManSeconds: z.int().positive().nullable().default(null),
  createdAt: z.int(),
})

const fileSchema = z.strictObject({ version: z.literal(1), accounts: z.array(accountSchema) })

interface Options {
  /** The data folder; made when it is not there. */
  readonly folder: string
  readonly now?: () => number
}

/**
 * The accounts, in `accounts.json` of the data folder (mode 0600): nothing secret. Reads come from memory; a change is on disk
 * when its promise resolves. A file that cannot be understood is kept beside the new one, see {@link damaged}.
 */
export class AccountRegistry {
  readonly #folder: string
  readonly #now: () => number
  #accounts: readonly Account[] = []
  #damaged: MessageRef | null = null
  /** Changes run one after another, each on what the file holds by then: another process may have written it. */
  #last: Promise<unknown> = Promise.resolve()

  private constructor(options: Options) {
    this.#folder = options.folder
    this.#now = options.now ?? Date.now
  }

  static async open(options: Options): Promise<AccountRegistry> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const registry = new AccountRegistry(options)
    await registry.#load()
    return registry
  }

  /** What to tell the person when the file was damaged, or null. */
  get damaged(): MessageRef | null {
    return this.#damaged
  }

  list(): readonly Account[] {
    return this.#accounts
  }

  get(id: string): Account | null {
    return this.#accounts.find((account) => account.id === id) ?? null
  }

  byBroker(brokerId: number): Account | null {
    return this.#accounts.find((account) => account.brokerId === brokerId) ?? null
  }

  /** @throws GatewayError `refused` when the name (whatever its case) or the broker id is taken. */
  checkUnique(candidate: { readonly name: string; readonly brokerId: number }): void {
    const name = candidate.name.trim().toLowerCase()
    for (const other of this.#accounts) {
      if (other.name.toLowerCase() === name)
        throw new GatewayError('refused', 'account.name_taken', { name: other.name }, { field: 'name' })
      if (other.brokerId === candidate.brokerId) {
        const params = { brokerId: String(other.brokerId), name: other.name }
        throw new GatewayError('refused', 'account.broker_taken', params, { field: 'brokerId' })
      }
    }
  }

  /** @throws GatewayError `refused` as {@link checkUnique}, or naming the field that is not valid. */
  add(input: NewAccount, id: string = randomUUID()): Promise<Account> {
    return this.#change((accounts) => {
      const account = parseAccount({
        ...input,
        name: input.name.trim(),
        limits: noLimits,
        deadManSeconds: null,
        id,
        createdAt: this.#now(),
      })
      this.checkUnique(account)
      return { accounts: [...accounts, account], result: account }
    })
  }

  /** @throws GatewayError `not-found`. */
  setRedisPermission(id: string, redisPermission: RedisPermission): Promise<Account> {
    return this.#edit(id, { redisPermission })
  }

  /** @throws GatewayError `not-found`. */
  setWithdrawalAccepted(id: string, withdrawalAccepted: boolean): Promise<Account> {
    return this.#edit(id, { withdrawalAccepted })
  }

  /** @throws GatewayError `not-found`. */
  setLimits(id: string, limits: AccountLimits): Promise<Account> {
    return this.#edit(id, { limits })
  }

  /** @throws GatewayError `not-found`. */
  setDeadManSeconds(id: string, deadManSeconds: number | null): Promise<Account> {
    return this.#edit(id, { deadManSeconds })
  }

  /** @throws GatewayError `not-found`. */
  remove(id: string): Promise<Account> {
    return this.#change((accounts) => {
      const removed = find(accounts, id)
      return { accounts: accounts.filter((each) => each.id !== id), result: removed }
    })
  }

  /** Reads the file anew, for changes that another process made (the `account` command). */
  reload(): Promise<void> {
    return this.#inTurn(() => this.#load())
  }

  get #file(): string {
    return join(this.#folder, 'accounts.json')
  }

  #edit(id: string, part: Partial<Account>): Promise<Account> {
    return this.#change((accounts) => {
      const changed = { ...find(accounts, id), ...part }
      return { accounts: accounts.map((each) => (each.id === id ? changed : each)), result: changed }
    })
  }

  #change<T>(
    step: (accounts: readonly Account[]) => { readonly accounts: readonly Account[]; readonly result: T },
  ): Promise<T> {
    return this.#inTurn(async () => {
      await this.#load()
      const { accounts, result } = step(this.#accounts)
      const text = `${JSON.stringify({ version: 1, accounts }, null, 2)}\n`
      await writeFileAtomically(this.#file, text)
      this.#accounts = accounts
      return result
    })
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Leaves what memory holds when the file is gone or damaged: then the next change writes it again. */
  async #load(): Promise<void> {
    let text: string
    try {
      text = await readFile(this.#file, 'utf8')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
      throw error
    }
    const accounts = parseFile(text)
    if (accounts !== null) {
      this.#accounts = accounts
      return
    }
    const backup = `${this.#file}.damaged-${this.#now()}`
    await rename(this.#file, backup)
    this.#damaged = message('account.registry_damaged', { file: backup })
  }
}

function parseFile(text: string): readonly Account[] | null {
  try {
    return fileSchema.parse(JSON.parse(text)).accounts
  } catch {
    return null
  }
}

function parseAccount(value: Account): Account {
  const parsed = accountSchema.safeParse(JSON.parse(JSON.stringify(value)))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? 'account'
  throw new GatewayError(
    'refused',
    'account.field_invalid',
    { field, reason: issue?.message ?? '' },
    { field },
  )
}

function find(accounts: readonly Account[], id: string): Account {
  const account = accounts.find((each) => each.id === id)
  if (account === undefined) throw new GatewayError('not-found', 'account.unknown')
  return account
}
