import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { databaseOptionsSchema } from '../../src-shared/database-options.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { redisOptionsSchema } from '../../src-shared/redis-options.ts'
import { settingsSchema } from '../../src-shared/settings.ts'
import { writeFileAtomically } from '../infra/atomic-file.ts'
import { asFileError } from '../infra/file-errors.ts'

/** Everything in the file: what is chosen in the window, and what only the connections have to know. */
const keptSchema = settingsSchema.extend({
  /** How Redis is reached, without its secrets; null: as Django reaches it. */
  redis: redisOptionsSchema.nullable().default(null),
  /** How Django's database is reached, without its password; null: it is not used. */
  database: databaseOptionsSchema.nullable().default(null),
})
export type KeptSettings = z.infer<typeof keptSchema>

type Found =
  | { readonly kind: 'read'; readonly settings: KeptSettings; readonly values: object }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/**
 * What a person chose, kept in `settings.json` of the data folder and, once read, in memory: what becomes of the file
 * does not change what is in use. Nothing secret. A file that cannot be understood is never touched.
 */
export class SettingsStore {
  readonly #folder: string
  #held: KeptSettings = keptSchema.parse({})
  #isKnown = false
  #problem: MessageRef | null = null

  /** `isExpected`: a person chose something here before, so that a missing file is a lost one. */
  constructor(dataFolder: string, isExpected = false) {
    this.#folder = dataFolder
    this.#take(readFile(this.#file), isExpected)
  }

  get(): KeptSettings {
    return this.#held
  }

  /**
   * Whether these are a person's choices (or that nothing was chosen is); else they stand in for some that cannot be
   * read.
   */
  get isKnown(): boolean {
    return this.#isKnown
  }

  /** What to tell the person of a file that cannot be read, or null. */
  get problem(): MessageRef | null {
    return this.#problem
  }

  /** Takes over what somebody wrote into the file; what cannot be read, or is gone, changes nothing. */
  reload(): void {
    this.#take(readFile(this.#file), true)
  }

  /**
   * @throws GatewayError `refused` `settings.…` while the file cannot be understood, `retryable` `file.…` when it
   * cannot be written.
   */
  change(change: { readonly [Key in keyof KeptSettings]?: KeptSettings[Key] | undefined }): KeptSettings {
    const found = readFile(this.#file)
    if (found.kind === 'unreadable') this.#take(found, true)
    if (found.kind === 'unreadable' && this.#problem !== null)
      throw new GatewayError('refused', this.#problem.key, this.#problem.params)
    const chosen = Object.entries(change).filter(([, value]) => value !== undefined)
    const settings = { ...this.#held, ...(Object.fromEntries(chosen) as Partial<KeptSettings>) }
    if (!this.#isKnown && chosen.every(([key]) => isLook(key))) {
      // Another colour is no word on how Redis is to be served.
      this.#held = settings
      return settings
    }
    try {
      // What a later version keeps there stays; what is known here is written whole, for the file may have been lost.
      const kept = found.kind === 'read' ? found.values : {}
      writeFileAtomically(this.#file, `${JSON.stringify({ ...kept, ...settings }, null, 2)}\n`)
    } catch (error) {
      throw asFileError(error, this.#file)
    }
    this.#take({ kind: 'read', settings, values: {} }, true)
    return this.#held
  }

  get #file(): string {
    return fileOf(this.#folder)
  }

  #take(found: Found, isExpected: boolean): void {
    const params = { file: this.#file, reason: found.kind === 'unreadable' ? found.reason : '' }
    switch (found.kind) {
      case 'read':
        this.#held = found.settings
        this.#isKnown = true
        this.#problem = null
        return
      case 'absent':
        this.#isKnown ||= !isExpected
        this.#problem = this.#isKnown ? null : message('settings.missing', params)
        return
      case 'unreadable':
        this.#problem = message(this.#isKnown ? 'settings.spoilt' : 'settings.unreadable', params)
    }
  }
}

/** What is chosen in a data folder, for who only wants to know; what is not known is as in a new folder. */
export function readSettings(dataFolder: string): KeptSettings {
  const found = readFile(fileOf(dataFolder))
  return found.kind === 'read' ? found.settings : keptSchema.parse({})
}

const fileOf = (dataFolder: string): string => join(dataFolder, 'settings.json')

function readFile(path: string): Found {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
    const parsed = keptSchema.safeParse(value)
    if (parsed.success) return { kind: 'read', settings: parsed.data, values: value as object }
    const [issue] = parsed.error.issues
    return { kind: 'unreadable', reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
  } catch (error) {
    const { code, message: text } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? { kind: 'absent' } : { kind: 'unreadable', reason: code ?? text }
  }
}

const isLook = (key: string): boolean => key === 'language' || key === 'theme' || key === 'alerts'
