import { type Json, said } from './django.ts'

/** As much of MessagePack as an event needs, written from its specification. @throws on anything else */
export function unpack(bytes: Buffer): Json {
  const reader = new Reader(bytes)
  const value = reader.value()
  if (!reader.isAtEnd) throw new Error('bytes after the value')
  return value
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length
  }

  value(): Json {
    const kind = this.#number(1)
    if (kind <= 0x7f) return kind
    if (kind <= 0x8f) return this.#map(kind & 0x0f)
    if (kind <= 0x9f) return this.#list(kind & 0x0f)
    if (kind <= 0xbf) return this.#text(kind & 0x1f)
    switch (kind) {
      case 0xc0:
        return null
      case 0xc2:
        return false
      case 0xc3:
        return true
      case 0xcc:
        return this.#number(1)
      case 0xcd:
        return this.#number(2)
      case 0xce:
        return this.#number(4)
      case 0xcf:
        return this.#number(4) * 2 ** 32 + this.#number(4)
      case 0xd9:
        return this.#text(this.#number(1))
      case 0xda:
        return this.#text(this.#number(2))
      case 0xdc:
        return this.#list(this.#number(2))
      default:
        // A float where an integer belongs would be one of these.
        throw new Error(`an event has no use for MessagePack's kind 0x${kind.toString(16)}`)
    }
  }

  #number(length: number): number {
    const value = this.#bytes.readUIntBE(this.#at, length)
    this.#at += length
    return value
  }

  #text(length: number): string {
    const text = this.#bytes.toString('utf8', this.#at, this.#at + length)
    this.#at += length
    return text
  }

  #list(length: number): readonly Json[] {
    return Array.from({ length }, () => this.value())
  }

  #map(length: number): Json {
    return Object.fromEntries(Array.from({ length }, () => [said(this.value()), this.value()]))
  }
}
