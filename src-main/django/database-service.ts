import {
  type DatabaseForm,
  databaseLabel,
  type DatabaseOptions,
  type DatabaseSettingsView,
  type DatabaseState,
  type DatabaseTrial,
} from '../../src-shared/database-options.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { StoredSecret } from '../accounts/stored-secret.ts'
import type { Clock, Logger } from '../infra/clock.ts'
import { SerialQueue } from '../infra/serial-queue.ts'
import { databasePassword, databaseSecretText } from './database-secret.ts'
import { DjangoDatabase } from './django-database.ts'
import { tryDatabase } from './try-database.ts'

/** What a person chose about Django's database, and where it is kept. */
interface DatabaseSettings {
  get(): { readonly database: DatabaseOptions | null }
  /** @throws GatewayError when it cannot be kept */
  change(change: { readonly database: DatabaseOptions | null }): unknown
}

interface Options {
  readonly settings: DatabaseSettings
  readonly secret: StoredSecret
  readonly clock: Clock
  readonly logger: Logger
  /** Notes a change of the connection where it can be looked up later. Nothing secret. */
  readonly note: (detail: object) => void
}

/** The gateway's one connection to Django's PostgreSQL, as a person chose it: none, unless they did. */
export class DatabaseService {
  readonly #options: Options
  readonly #listeners: Listeners<[]>
  readonly #changes = new SerialQueue()
  #database: DjangoDatabase | null = null
  /** What the database in use was made from: the options as text, and the password. */
  #used: { readonly chosen: string; readonly password: string | null } = { chosen: 'null', password: null }
  #unreadable: MessageRef | null = null
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#listeners = new Listeners((error) =>
      options.logger.error({ err: error }, 'a listener of the database failed'),
    )
  }

  /** null: none is chosen. */
  get database(): DjangoDatabase | null {
    return this.#database
  }

  get state(): DatabaseState {
    return this.#database?.state ?? { state: 'off' }
  }

  /** What a person should know of it at this moment, or null. */
  get notice(): MessageRef | null {
    const { state } = this
    if (state.state !== 'lost') return null
    return this.#unreadable ?? state.problem
  }

  /** Told when it is reached or lost. @returns how to stop listening */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Begins to look for the database that was chosen. Never throws for one that is not there. */
  start(): Promise<void> {
    return this.#follow('read')
  }

  /** The settings may have changed, also by another process. */
  settingsChanged(): Promise<void> {
    return this.#follow('read')
  }

  /** Only the password, from the keychain, for whoever does not start it. @returns as {@link StoredSecret.load} */
  readSecret(): Promise<string | null> {
    return this.#options.secret.load()
  }

  /** The keychain answers now. */
  async readSecretAgain(): Promise<void> {
    if (this.#unreadable !== null) await this.#follow('read')
  }

  /** Whether a password may be in the keychain, which does not give it. */
  get waitsForSecret(): boolean {
    return this.#unreadable !== null
  }

  view(): DatabaseSettingsView {
    const { settings, secret } = this.#options
    const { database } = settings.get()
    return { options: database, password: databasePassword(database, secret.text) === null ? 'missing' : secret.state }
  }

  /**
   * Tries a connection that a form describes; nothing is changed. @throws GatewayError `refused` when the stored
   * password would go to others, or the form describes none
   */
  async try(form: DatabaseForm): Promise<DatabaseTrial> {
    const { options } = form
    if (options === null) return { ok: false, problem: message('database.off') }
    return tryDatabase({ options, password: this.#passwordOf(form, options) })
  }

  /**
   * Keeps a connection, or none, and uses it at once.
   * @throws GatewayError `refused` when the stored password would go to others, `retryable` `keychain.unavailable` when
   * it could not be kept
   */
  async save(form: DatabaseForm, thisRunOnly: boolean): Promise<DatabaseSettingsView> {
    const { settings, secret, note } = this.#options
    const { options } = form
    if (options === null) await secret.put(null, false)
    else {
      const password = this.#passwordOf(form, options)
      if (form.password.kind !== 'keep' || password === null)
        await secret.put(password === null ? null : databaseSecretText(password, options), thisRunOnly)
    }
    settings.change({ database: options })
    this.#unreadable = null
    note({ database: options === null ? null : databaseLabel(options), password: form.password.kind })
    await this.#follow('kept')
    return this.view()
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#changes.run(() => Promise.resolve())
    await this.#database?.close()
  }

  #passwordOf({ password }: DatabaseForm, options: DatabaseOptions): string | null {
    if (password.kind === 'set') return password.text
    if (password.kind === 'none') return null
    const { secret } = this.#options
    const stored = databasePassword(options, secret.text)
    if (stored === null && secret.text !== null) throw new GatewayError('refused', 'database.type_password_again')
    return stored
  }

  /** Uses what is chosen now. `kept`: the password has just been put in its place, so that nobody reads it there. */
  #follow(secretIs: 'read' | 'kept'): Promise<void> {
    return this.#changes.run(async () => {
      if (this.#closed) return
      const { settings, secret, clock, logger } = this.#options
      const { database: options } = settings.get()
      const chosen = JSON.stringify(options)
      const isNew = chosen !== this.#used.chosen
      if (options !== null && secretIs === 'read' && (isNew || this.state.state !== 'connected')) {
        const reason = await secret.load()
        const isHeld = databasePassword(options, secret.text) !== null
        this.#unreadable = reason === null || isHeld ? null : message('database.secret_unreadable', { reason })
      }
      const password = databasePassword(options, secret.text)
      if (!isNew && password === this.#used.password) return
      await this.#database?.close()
      this.#used = { chosen, password }
      this.#database =
        options === null ? null : new DjangoDatabase({ connection: { options, password }, clock, logger })
      this.#database?.subscribe(() => this.#listeners.tell())
      this.#database?.start()
      this.#listeners.tell()
    })
  }
}
