import { Money } from '../../../src-shared/money.ts'
import type { RawRequest } from '../host/practice-server.ts'
import { badParameter, BitgetError, missing } from './bitget-error.ts'

/** A request's parameters: from the query for GET, from the JSON body for POST. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** null when it is missing or empty. */
  text(name: string): string | null {
    const value = this.#values.get(name)
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw badParameter(name)
  }

  required(name: string): string {
    const text = this.text(name)
    if (text === null) throw missing(name)
    return text
  }

  decimal(name: string): Money | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^\d{1,30}(\.\d{1,30})?$/.test(text)) throw badParameter(`${name} must be a number`)
    return Money.parse(text)
  }

  /** A price that is either absent or a number above zero: an empty text or zero is refused, as Bitget does for presets. */
  optionalPrice(name: string): Money | null {
    if (!this.has(name)) return null
    const price = this.decimal(name)
    if (price?.isPositive() !== true)
      throw badParameter(`${name} checkBDScale error value=${this.text(name) ?? ''}`)
    return price
  }

  integer(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^\d{1,15}$/.test(text)) throw badParameter(name)
    return Number(text)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name)
    if (text === null) return null
    const found = allowed.find((each) => each === text.toLowerCase())
    if (found === undefined) throw badParameter(name)
    return found
  }

  list(name: string): readonly unknown[] {
    const value = this.#values.get(name)
    if (Array.isArray(value)) return value as readonly unknown[]
    throw missing(name)
  }
}

export function parametersOf(request: RawRequest): Parameters {
  if (request.method !== 'POST') return new Parameters(new Map(new URLSearchParams(request.rawQuery)))
  if (request.rawQuery !== '') throw badParameter('query with a body')
  try {
    return parametersFrom(JSON.parse(request.body.toString('utf8')))
  } catch (error) {
    if (error instanceof BitgetError) throw error
    throw new BitgetError('40020', 'Parameter error: the body is not JSON')
  }
}

/** The body of the batch endpoints of v3: a bare list. */
export function bodyList(request: RawRequest): readonly unknown[] | null {
  try {
    const parsed: unknown = JSON.parse(request.body.toString('utf8'))
    return Array.isArray(parsed) ? (parsed as readonly unknown[]) : null
  } catch {
    return null
  }
}

export function parametersFrom(record: unknown): Parameters {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw new BitgetError('40020', 'Parameter error')
  return new Parameters(new Map(Object.entries(record)))
}
