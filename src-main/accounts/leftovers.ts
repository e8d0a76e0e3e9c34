import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeFileAtomically } from '../infra/atomic-file.ts'

const schema = z.object({ version: z.literal(1), entries: z.array(z.string()) })

/**
 * Keychain entries whose accounts were removed while the keychain did not answer, in `keychain-leftovers.json` of the
 * data folder: names only. They are deleted once it does.
 */
export class Leftovers {
  readonly #path: string

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'keychain-leftovers.json')
  }

  list(): readonly string[] {
    try {
      return schema.parse(JSON.parse(readFileSync(this.#path, 'utf8'))).entries
    } catch {
      // None, or nothing that names any.
      return []
    }
  }

  /** @throws when it cannot be written down. */
  add(entry: string): void {
    this.#write([...new Set([...this.list(), entry])])
  }

  done(entry: string): void {
    this.#write(this.list().filter((each) => each !== entry))
  }

  #write(entries: readonly string[]): void {
    if (entries.length === 0) rmSync(this.#path, { force: true })
    else writeFileAtomically(this.#path, `${JSON.stringify({ version: 1, entries })}\n`)
  }
}
