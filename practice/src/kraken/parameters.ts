import { parse } from 'lossless-json'
import { Money } from '../../../src-shared/money.ts'
import type { RawRequest } from '../host/practice-server.ts'
import { badArguments, KrakenError } from './kraken-error.ts'

/**
 * A request's parameters as text, from the query, a form body or a JSON body; nested ones under names such as `close[price]`. Numbers of a JSON
 * body are the digits that stood there.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values
  }

  text(name: string): string | null {
    const value = this.#values.get(name)
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string') return value
    if (typeof value === 'boolean') return String(value)
    throw badArguments(name)
  }

  required(name: string): string {
    const text = this.text(name)
    if (text === null) throw badArguments(name)
    return text
  }

  /** A decimal in plain notation (an exponent is refused); null when it is missing. */
  decimal(name: string): Money | null {
    const text = this.text(name)
    return text === null ? null : decimalOf(text, name)
  }

  integer(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^-?\d{1,15}$/.test(text)) throw badArguments(name)
    return Number(text)
  }

  flag(name: string): boolean {
    const text = this.text(name)
    if (text === null || text === 'false' || text === '0') return false
    if (text === 'true' || text === '1') return true
    throw badArguments(name)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name)
    if (text === null) return null
    const found = allowed.find((each) => each === text)
    if (found === undefined) throw badArguments(name)
    return found
  }

  list(name: string): readonly unknown[] | null {
    const value = this.#values.get(name)
    if (value === undefined) return null
    if (Array.isArray(value)) return value as readonly unknown[]
    throw badArguments(name)
  }

  commaList(name: string): readonly string[] | null {
    return (
      this.text(name)
        ?.split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '') ?? null
    )
  }
}

/** @throws KrakenError for anything but plain digits with at most one point. */
export function decimalOf(text: string, name: string): Money {
  if (!/^\d{1,30}(\.\d{1,30})?$/.test(text)) throw badArguments(name)
  return Money.parse(text)
}

/** @throws KrakenError `EAPI:Bad request` for a body that is neither a form nor JSON. */
export function parametersOf(request: RawRequest): Parameters {
  const values = new Map<string, unknown>(formOf(request.rawQuery))
  const body = request.body.toString('utf8')
  if (body === '') return new Parameters(values)
  if (request.headers['content-type']?.startsWith('application/json') === true) {
    for (const [name, value] of jsonOf(body)) values.set(name, value)
  } else {
    for (const [name, value] of formOf(body)) values.set(name, value)
  }
  return new Parameters(values)
}

export function parametersFrom(record: unknown): Parameters {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw badArguments('orders')
  return new Parameters(new Map(flattened(record)))
}

function formOf(text: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(text)]
}

function jsonOf(text: string): readonly (readonly [string, unknown])[] {
  let parsed: unknown
  try {
    parsed = parse(text, null, (number) => number)
  } catch {
    throw new KrakenError('EAPI:Bad request')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new KrakenError('EAPI:Bad request')
  return flattened(parsed)
}

function flattened(record: object): readonly (readonly [string, unknown])[] {
  return Object.entries(record as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value as Record<string, unknown>).map(
          ([inner, each]) => [`${name}[${inner}]`, each] as const,
        )
      : [[name, value] as const],
  )
}
