import { GatewayError } from '../../../src-shared/errors.ts'
import { Money } from '../../../src-shared/money.ts'
import { JsonNumber, type JsonObject, type JsonValue } from '../json-number.ts'
import { integerOf } from '../protocol.ts'

/** A parameter as it was written; `otherKey`: another spelling of its name says something else. */
interface Given {
  readonly key: string
  readonly value: JsonValue
  readonly otherKey: string | null
}

const maxTextLength = 128
const maxSymbols = 5_000

/**
 * The parameters of a request, read by their snake_case name and found in camelCase too. null, absent and empty text
 * are the same. Every refusal names the field as the contract writes it.
 */
export class Params {
  readonly #given: ReadonlyMap<string, Given>

  constructor(params: JsonObject) {
    const all = new Map<string, Given>()
    for (const [key, value] of Object.entries(params)) {
      if (isEmpty(value)) continue
      const name = plain(key)
      const known = all.get(name)
      if (known === undefined) all.set(name, { key, value, otherKey: null })
      else if (JSON.stringify(known.value) !== JSON.stringify(value)) all.set(name, { ...known, otherKey: key })
    }
    this.#given = all
  }

  /** Text of at most 128 characters, trimmed; an integer is taken as its digits (Binance order ids). */
  text(name: string): string | null {
    const value = this.#value(name)
    if (value === null) return null
    const text = typeof value === 'string' ? value.trim() : value instanceof JsonNumber ? integerText(value) : null
    if (text === null) throw new GatewayError('refused', 'redis.field_not_text', { field: name }, { field: name })
    if (text.length > maxTextLength) {
      const maximum = String(maxTextLength)
      throw new GatewayError('refused', 'order.field.too_long', { field: name, maximum }, { field: name })
    }
    return text
  }

  requiredText(name: string): string {
    return this.text(name) ?? missing(name)
  }

  /** One of some words, in any case. */
  word<Word extends string>(name: string, allowed: readonly Word[]): Word | null {
    const text = this.text(name)?.toLowerCase()
    if (text === undefined) return null
    const word = allowed.find((each) => each === text)
    if (word !== undefined) return word
    const params = { field: name, allowed: allowed.join(', '), value: text.slice(0, 40) }
    throw new GatewayError('refused', 'order.field.invalid', params, { field: name })
  }

  /** One of some words, exactly as written: `1M` is no `1m`. @throws GatewayError when it is missing or another */
  exactly<Word extends string>(name: string, allowed: readonly Word[]): Word {
    const text = this.requiredText(name)
    const word = allowed.find((each) => each === text)
    if (word !== undefined) return word
    const params = { field: name, allowed: allowed.join(', '), value: text.slice(0, 40) }
    throw new GatewayError('refused', 'order.field.invalid', params, { field: name })
  }

  /** A decimal as number or text (`1e-05`, `"60.0"`). @throws GatewayError for anything else, zero and negatives */
  money(name: string): Money | null {
    const value = this.#value(name)
    if (value === null) return null
    const text = value instanceof JsonNumber ? value.text : typeof value === 'string' ? value.trim() : null
    const money = text === null ? null : Money.tryParse(text)
    if (money === null) {
      const params = { field: name, value: (text ?? JSON.stringify(value)).slice(0, 40) }
      throw new GatewayError('refused', 'order.field.not_a_number', params, { field: name })
    }
    if (!money.isPositive()) {
      const params = { field: name, value: money.toString() }
      throw new GatewayError('refused', 'order.field.not_positive', params, { field: name })
    }
    return money
  }

  requiredMoney(name: string): Money {
    return this.money(name) ?? missing(name)
  }

  /**
   * A decimal that may be left out, for which callers also write 0. @throws GatewayError as {@link money}, but for zero
   */
  optionalPrice(name: string): Money | null {
    const value = this.#value(name)
    const text = value instanceof JsonNumber ? value.text : value
    return typeof text === 'string' && Money.tryParse(text.trim())?.isZero() === true ? null : this.money(name)
  }

  /** As {@link optionalPrice}, under the first of several names. @throws GatewayError when two are given and differ */
  priceOf(names: readonly string[]): Money | null {
    let found: { readonly name: string; readonly money: Money } | null = null
    for (const name of names) {
      const money = this.optionalPrice(name)
      if (money === null) continue
      if (found && !found.money.equals(money)) {
        throw new GatewayError('refused', 'redis.field_conflict', { field: found.name, other: name }, { field: name })
      }
      found ??= { name, money }
    }
    return found?.money ?? null
  }

  /** Epoch ms, as number or text. */
  time(name: string): number | null {
    const value = this.#value(name)
    if (value === null) return null
    const time = integerOf(value)
    if (time === null || time < 0) {
      throw new GatewayError('refused', 'redis.field_not_time', { field: name }, { field: name })
    }
    return time
  }

  /** A count between 1 and `maximum`; what cannot be read is `fallback`, as the reference does it. */
  count(name: string, fallback: number, maximum: number): number {
    const value = this.#value(name)
    const count = value === null ? null : integerOf(value)
    return count === null || count < 1 ? fallback : Math.min(count, maximum)
  }

  /** A list of symbols as the caller wrote them; null when absent or empty. */
  symbols(name: string): readonly string[] | null {
    const value = this.#value(name)
    if (value === null) return null
    const list: readonly JsonValue[] = Array.isArray(value) ? value : [value]
    const symbols = list.filter((item) => typeof item === 'string' && item.length <= maxTextLength)
    if (symbols.length !== list.length || list.length > maxSymbols) {
      const params = { field: name, maximum: String(maxSymbols) }
      throw new GatewayError('refused', 'redis.field_not_symbols', params, { field: name })
    }
    return symbols.length === 0 ? null : (symbols as readonly string[])
  }

  /** The integer id of a broker or user. @throws GatewayError when it is missing or no positive integer */
  requiredId(name: string): number {
    const value = this.#value(name) ?? missing(name)
    const id = integerOf(value)
    if (id !== null && id > 0) return id
    throw new GatewayError('refused', 'redis.field_not_positive_integer', { field: name }, { field: name })
  }

  has(name: string): boolean {
    return this.#value(name) !== null
  }

  #value(name: string): JsonValue {
    const given = this.#given.get(plain(name))
    if (given === undefined) return null
    if (given.otherKey === null) return given.value
    const params = { field: given.key, other: given.otherKey }
    throw new GatewayError('refused', 'redis.field_conflict', params, { field: name })
  }
}

function plain(key: string): string {
  return key.replaceAll('_', '').toLowerCase()
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '')
}

function integerText(number: JsonNumber): string | null {
  return /^-?\d+$/.test(number.text) ? number.text : null
}

function missing(field: string): never {
  throw new GatewayError('refused', 'order.field.missing', { field }, { field })
}
