import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import { writeFileAtomically } from '../infra/atomic-file.ts'
import type { BrokerRow } from './broker-rows.ts'

/** The name of its file in the data folder. */
export const brokerMemoryFile = 'django-brokers.json'

/** How an account and its broker's row stood when somebody with the SECRET_KEY compared them. */
const comparedSchema = z.strictObject({
  accountId: z.string(),
  /** Of the row's key as it is stored; see {@link BrokerMemory.fingerprint}. */
  row: z.string(),
  /** Of the account's API key, as `fingerprintOfKey` makes it. */
  ours: z.string(),
  same: z.boolean(),
})
export type Compared = Readonly<z.infer<typeof comparedSchema>>

const schema = z.strictObject({
  version: z.literal(1),
  salt: z.string().min(32),
  /** Brokers that a person was shown. */
  shown: z.array(z.string()).readonly(),
  compared: z.record(z.string(), comparedSchema),
})
type Held = Readonly<z.infer<typeof schema>>

const empty = (): Held => ({ version: 1, salt: randomBytes(32).toString('hex'), shown: [], compared: {} })

/**
 * What is remembered of Django's brokers, so that a change there is noticed without its SECRET_KEY: salted fingerprints
 * of keys as they are stored, and which brokers a person was shown. In a file of the data folder (mode 0600); a file
 * that cannot be understood is never touched, and nothing is compared with it.
 */
export class BrokerMemory {
  readonly #file: string
  #held: Held = empty()
  #problem: MessageRef | null = null

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, brokerMemoryFile)
    this.reload()
  }

  /** What to tell a person of a file that cannot be read, or null. */
  get problem(): MessageRef | null {
    return this.#problem
  }

  /** Takes over what another process wrote. */
  reload(): void {
    try {
      this.#held = schema.parse(JSON.parse(readFileSync(this.#file, 'utf8')))
      this.#problem = null
    } catch (error) {
      const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'
      this.#held = empty()
      this.#problem = isAbsent
        ? null
        : message('take_over.memory_unreadable', { file: this.#file, reason: reasonOf(error) })
    }
  }

  wasShown(brokerId: string): boolean {
    return this.#held.shown.includes(brokerId)
  }

  /** null: it was never compared. */
  compared(brokerId: string): Compared | null {
    return Object.hasOwn(this.#held.compared, brokerId) ? (this.#held.compared[brokerId] ?? null) : null
  }

  /**
   * What stands for a key as Django stores it. It changes when Django encrypts it anew, and nobody gets back from it to
   * the key, even where that is not encrypted.
   */
  fingerprint({ id, stored: { apiKey, secret, passphrase } }: BrokerRow): string {
    return createHmac('sha256', this.#held.salt)
      .update(JSON.stringify([id, apiKey, secret, passphrase]))
      .digest('hex')
  }

  /**
   * Remembers which brokers were shown, and those that were compared: their rows with whose account and key, and
   * whether that was the same. @throws an error of the file system
   */
  remember(shown: readonly string[], compared: readonly (Omit<Compared, 'row'> & { readonly of: BrokerRow })[]): void {
    // Another process may have written meanwhile; the salt is the file's.
    this.reload()
    if (this.#problem !== null) return
    const now = compared.map(({ of, ...rest }) => [of.id, { ...rest, row: this.fingerprint(of) }] as const)
    const next: Held = {
      ...this.#held,
      shown: [...new Set([...this.#held.shown, ...shown])],
      compared: { ...this.#held.compared, ...Object.fromEntries(now) },
    }
    if (JSON.stringify(next) === JSON.stringify(this.#held)) return
    writeFileAtomically(this.#file, `${JSON.stringify(next, null, 2)}\n`)
    this.#held = next
  }
}

/** Nothing of what stands in the file. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues[0]?.path.join('.') ?? ''
  return (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.name : '')
}
