import { Money } from '../../../src-shared/money.ts'

/** A parameter as an exchange would call it wrong: `not a number`, or not of its kind in whatever way. */
export type Fault = 'missing' | 'not_a_number' | 'invalid'

/**
 * The parameters of one request, from wherever the exchange takes them, read as strictly as exchanges do. What is wrong
 * is told in the exchange's own error words ({@link fault}). Missing, null and empty are one.
 */
export abstract class RequestParameters {
  protected readonly values: ReadonlyMap<string, unknown>
  protected readonly integers: RegExp = /^-?\d{1,15}$/

  constructor(values: ReadonlyMap<string, unknown>) {
    this.values = values
  }

  /** The exchange's error for a parameter. */
  protected abstract fault(name: string, fault: Fault): Error

  has(name: string): boolean {
    return this.values.has(name)
  }

  text(name: string): string | null {
    const value = this.values.get(name)
    if (value === undefined || value === null || value === '') return null
    if (typeof value === 'string') return value
    if (typeof value === 'number' || typeof value === 'boolean') return String(value)
    throw this.fault(name, 'invalid')
  }

  required(name: string): string {
    const text = this.text(name)
    if (text === null) throw this.fault(name, 'missing')
    return text
  }

  /** Plain digits with at most one point. */
  decimal(name: string): Money | null {
    const text = this.text(name)
    if (text === null) return null
    if (!/^\d{1,30}(\.\d{1,30})?$/.test(text)) throw this.fault(name, 'not_a_number')
    return Money.parse(text)
  }

  integer(name: string): number | null {
    const text = this.text(name)
    if (text === null) return null
    if (!this.integers.test(text)) throw this.fault(name, 'invalid')
    return Number(text)
  }

  flag(name: string): boolean {
    const text = this.text(name)
    if (text === null || text === 'false') return false
    if (text === 'true') return true
    throw this.fault(name, 'invalid')
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name)
    if (text === null) return null
    const found = allowed.find((each) => each === text)
    if (found === undefined) throw this.fault(name, 'invalid')
    return found
  }

  list(name: string): readonly unknown[] {
    const value = this.values.get(name)
    if (Array.isArray(value)) return value as readonly unknown[]
    throw this.fault(name, 'missing')
  }
}

/** The entries of a JSON object; null: it is none. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null
}
