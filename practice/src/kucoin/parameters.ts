import { Money } from '../../../src-shared/money.ts'
import type { RawRequest } from '../host/practice-server.ts'
import { badParameter, KuCoinError } from './kucoin-error.ts'

/** A request's parameters: from the query for GET and DELETE, from the JSON body for POST. */
export class Parameters {
  readonly #values: ReadonlyMap<string, unknown>

  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values
  }

  text(name: string): string | null {
    const value = this.#values.get(name)
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw badParameter(`${name} is invalid`)
  }

  required(name: string): string {
    const text = this.text(name)
    if (text === null) throw badParameter(`${name} can not be empty`)
    return text
  }

  decimal(name: string): Money | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^\d{1,30}(\.\d{1,30})?$/.test(text)) throw badParameter(`${name} is invalid`)
    return Money.parse(text)
  }

  integer(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^-?\d{1,15}$/.test(text)) throw badParameter(`${name} is invalid`)
    return Number(text)
  }

  flag(name: string): boolean {
    const text = this.text(name)
    if (text === null || text === 'false') return false
    if (text === 'true') return true
    throw badParameter(`${name} is invalid`)
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name)
    if (text === null) return null
    const found = allowed.find((each) => each === text)
    if (found === undefined) throw badParameter(`${name} is invalid`)
    return found
  }

  list(name: string): readonly unknown[] {
    const value = this.#values.get(name)
    if (Array.isArray(value)) return value as readonly unknown[]
    throw badParameter(`${name} can not be empty`)
  }
}

export function parametersOf(request: RawRequest): Parameters {
  if (request.method !== 'POST') return new Parameters(new Map(new URLSearchParams(request.rawQuery)))
  const body = request.body.toString('utf8')
  if (body === '') return new Parameters(new Map())
  try {
    return parametersFrom(JSON.parse(body))
  } catch (error) {
    if (error instanceof KuCoinError) throw error
    throw new KuCoinError('400000', 'Bad Request', 400)
  }
}

export function parametersFrom(record: unknown): Parameters {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    throw badParameter('Bad Request')
  return new Parameters(new Map(Object.entries(record)))
}
