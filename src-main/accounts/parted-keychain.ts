import { createHash } from 'node:crypto'
import { GatewayError } from '../../src-shared/errors.ts'
import { type Keychain, KeychainIncomplete } from './keychain.ts'

/** Most that an entry may hold on Windows (CRED_MAX_CREDENTIAL_BLOB_SIZE), in bytes; the others have no such limit. */
export const windowsEntryBytes = 2_560

/** Enough for any key that an exchange takes; each part is an entry that stays when a removal is cut off. */
const mostParts = 8

type SetName = 'a' | 'b'
const setNames: readonly SetName[] = ['a', 'b']

/** What stands in an entry whose text is in parts. */
const headPattern = /^aristobot parts 1 ([ab]) ([2-8]) ([0-9a-f]{64})$/

interface Head {
  readonly set: SetName
  readonly count: number
  readonly digest: string
}

/**
 * A keychain whose entries are too small for some texts: those are kept in several, `<name>/a1`, `<name>/a2` and so on,
 * and the entry itself tells where and what they make. A text is written to the set that is not in use, then told by
 * the entry, then the other set is cleared: whatever is cut off, the entry gives the old text or the new one, or is
 * known to be incomplete. Parts are written from the first and cleared from the last, so that what is left of a set is
 * found by counting up.
 */
export class PartedKeychain implements Keychain {
  readonly #entries: Keychain
  readonly #limit: number

  /** `limit`: bytes of UTF-8 an entry. */
  constructor(entries: Keychain, limit: number) {
    this.#entries = entries
    this.#limit = limit
  }

  /** @throws KeychainIncomplete when parts are missing or of another text. */
  async get(name: string): Promise<string | null> {
    const text = await this.#entries.get(name)
    const head = text === null ? null : headOf(text)
    if (head === null) return text
    const parts: (string | null)[] = []
    for (let index = 1; index <= head.count; index += 1)
      parts.push(await this.#entries.get(partName(name, head.set, index)))
    const whole = parts.join('')
    if (parts.includes(null) || digestOf(whole) !== head.digest) throw new KeychainIncomplete()
    return whole
  }

  /** @throws GatewayError `refused` `keychain.too_long` for a text that no number of entries takes. */
  async set(name: string, text: string): Promise<void> {
    const parts = split(text, this.#limit)
    if (parts.length > mostParts)
      throw new GatewayError('refused', 'keychain.too_long', { limit: String(mostParts * this.#limit) })
    if (parts.length === 1) {
      await this.#entries.set(name, text)
      for (const set of setNames) await this.#clear(name, set)
      return
    }
    const before = await this.#entries.get(name)
    const used = before === null ? null : (headOf(before)?.set ?? null)
    const set: SetName = used === 'a' ? 'b' : 'a'
    await this.#clear(name, set)
    for (const [index, part] of parts.entries()) await this.#entries.set(partName(name, set, index + 1), part)
    await this.#entries.set(name, `aristobot parts 1 ${set} ${parts.length} ${digestOf(text)}`)
    await this.#clear(name, set === 'a' ? 'b' : 'a')
  }

  async delete(name: string): Promise<boolean> {
    for (const set of setNames) await this.#clear(name, set)
    return this.#entries.delete(name)
  }

  async #clear(name: string, set: SetName): Promise<void> {
    let count = 0
    while (count < mostParts && (await this.#entries.get(partName(name, set, count + 1))) !== null) count += 1
    for (let index = count; index > 0; index -= 1) await this.#entries.delete(partName(name, set, index))
  }
}

const partName = (name: string, set: SetName, index: number): string => `${name}/${set}${index}`

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex')

function headOf(text: string): Head | null {
  const [, set, count, digest] = headPattern.exec(text) ?? []
  return set === undefined || count === undefined || digest === undefined
    ? null
    : { set: set as SetName, count: Number(count), digest }
}

/** Pieces of at most `limit` bytes of UTF-8, no character divided. */
function split(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const character of text) {
    const size = Buffer.byteLength(character)
    if (bytes + size > limit) {
      parts.push(part)
      part = ''
      bytes = 0
    }
    part += character
    bytes += size
  }
  return [...parts, part]
}
