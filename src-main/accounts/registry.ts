import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Account, AmountMeaning, OrderRoute, RedisPermission } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { type AccountLimits, cautiousLimits, noLimits } from '../../src-shared/guard.ts'
import { message, type MessageKey, type MessageRef } from '../../src-shared/messages/index.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import { writeFileAtomically } from '../infra/atomic-file.ts'
import { asFileError, FileTooNewError } from '../infra/file-errors.ts'
import { type FileLock, waitForLock } from '../infra/file-lock.ts'
import { SerialQueue } from '../infra/serial-queue.ts'
import { type AccountsFile, accountsText, parseAccount, readAccountsFile } from './accounts-file.ts'

/** What makes an account, before it has an id. Names and broker ids are unique. */
export type NewAccount = Omit<
  Account,
  'id' | 'createdAt' | 'limits' | 'switchedOff' | 'deadManSeconds' | 'terminal3Amounts' | 'orderRoute'
>

interface Options {
  /** The data folder; made when it is not there. */
  readonly folder: string
  readonly now?: () => number
}

/** An editor that saves in place leaves half a file for a moment. */
const lookAgainMs = 100
const looks = 6
/** How long a change waits for those of other processes. */
const lockPatienceMs = 10_000

/**
 * The accounts, in `accounts.json` of the data folder (mode 0600): nothing secret. Reads come from memory; a change is
 * on disk when its promise resolves, and is made on what the file holds by then, one process at a time. A file that
 * cannot be understood is never touched: see {@link problem}.
 */
export class AccountRegistry {
  readonly #folder: string
  readonly #now: () => number
  #accounts: readonly Account[] = []
  #state: AccountsFile['kind'] = 'absent'
  #problem: MessageRef | null = null
  /** In this process, changes and reloads run one after another. */
  readonly #turns = new SerialQueue()

  private constructor(options: Options) {
    this.#folder = options.folder
    this.#now = options.now ?? Date.now
  }

  /** Never throws for a file that cannot be read: then there are no accounts. @throws FileTooNewError */
  static async open(options: Options): Promise<AccountRegistry> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 })
    const registry = new AccountRegistry(options)
    await registry.#load(true)
    return registry
  }

  /** What to tell the person of a file that cannot be read, or that went while we ran; null when all is well. */
  get problem(): MessageRef | null {
    return this.#problem
  }

  /** How the file was found the last time. */
  get state(): AccountsFile['kind'] {
    return this.#state
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

  /** @throws GatewayError `refused` while the file cannot be understood: it would have to be overwritten. */
  requireReadable(): void {
    if (this.#state === 'unreadable' && this.#problem !== null)
      throw new GatewayError('refused', this.#problem.key, this.#problem.params)
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
        limits: input.environment.kind === 'production' ? cautiousLimits : noLimits,
        switchedOff: [],
        deadManSeconds: null,
        terminal3Amounts: null,
        orderRoute: 'rest',
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
  setRightsRead(id: string, rightsRead: boolean): Promise<Account> {
    return this.#edit(id, { rightsRead })
  }

  /** @throws GatewayError `not-found`. */
  setLimits(id: string, limits: AccountLimits): Promise<Account> {
    return this.#edit(id, { limits })
  }

  /** @throws GatewayError `not-found`. */
  setSwitchedOff(id: string, switchedOff: readonly SwitchedOff[]): Promise<Account> {
    return this.#edit(id, { switchedOff })
  }

  /** @throws GatewayError `not-found`. */
  setDeadManSeconds(id: string, deadManSeconds: number | null): Promise<Account> {
    return this.#edit(id, { deadManSeconds })
  }

  /** @throws GatewayError `not-found`. */
  setTerminal3Amounts(id: string, terminal3Amounts: AmountMeaning | null): Promise<Account> {
    return this.#edit(id, { terminal3Amounts })
  }

  /** @throws GatewayError `not-found`. */
  setOrderRoute(id: string, orderRoute: OrderRoute): Promise<Account> {
    return this.#edit(id, { orderRoute })
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
    return this.#turns.run(() => this.#load(false))
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
    return this.#turns.run(async () => {
      const lock = await this.#lock()
      try {
        await this.#load(false)
        this.requireReadable()
        const { accounts, result } = step(this.#accounts)
        writeFileAtomically(this.#file, accountsText(accounts))
        this.#found('read', null)
        this.#accounts = accounts
        return result
      } catch (error) {
        throw asFileError(error, this.#file)
      } finally {
        lock.release()
      }
    })
  }

  async #lock(): Promise<FileLock> {
    let lock: FileLock | null
    try {
      lock = await waitForLock(join(this.#folder, 'accounts.lock'), lockPatienceMs)
    } catch (error) {
      throw asFileError(error, this.#file)
    }
    if (lock === null) throw new GatewayError('retryable', 'file.locked', { file: this.#file })
    return lock
  }

  /** What memory holds stays when the file is gone or cannot be read. */
  async #load(isFirst: boolean): Promise<void> {
    const file = await this.#read(isFirst)
    switch (file.kind) {
      case 'read':
        this.#accounts = file.accounts
        this.#found('read', null)
        return
      case 'absent':
        this.#found('absent', this.#accounts.length === 0 ? null : 'account.registry_gone')
        return
      case 'unreadable': {
        const { reason } = file
        const key = this.#accounts.length === 0 ? 'account.registry_unreadable' : 'account.registry_spoilt'
        this.#found('unreadable', key, reason)
      }
    }
  }

  /** @throws FileTooNewError the first time; later, such a file is one that cannot be read. */
  async #read(isFirst: boolean): Promise<AccountsFile> {
    for (let look = 1; ; look += 1) {
      let file: AccountsFile
      try {
        file = await readAccountsFile(this.#file)
      } catch (error) {
        if (isFirst || !(error instanceof FileTooNewError)) throw error
        return { kind: 'unreadable', reason: error.message }
      }
      if (file.kind !== 'unreadable' || look === looks) return file
      await setTimeout(lookAgainMs)
    }
  }

  #found(state: AccountsFile['kind'], key: MessageKey | null, reason = ''): void {
    this.#state = state
    this.#problem = key === null ? null : message(key, { file: this.#file, reason })
  }
}

function find(accounts: readonly Account[], id: string): Account {
  const account = accounts.find((each) => each.id === id)
  if (account === undefined) throw new GatewayError('not-found', 'account.unknown')
  return account
}
