import type { Money } from '../../../src-shared/money.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { entriesOf, type Fault, RequestParameters } from '../host/request-parameters.ts'
import { badParameter, BitgetError, missing } from './bitget-error.ts'

/** A request's parameters: from the query for GET, from the JSON body for POST. */
export class Parameters extends RequestParameters {
  protected override readonly integers = /^\d{1,15}$/

  protected fault(name: string, fault: Fault): BitgetError {
    if (fault === 'missing') return missing(name)
    return badParameter(fault === 'not_a_number' ? `${name} must be a number` : name)
  }

  /**
   * A price that is either absent or a number above zero: an empty text or zero is refused, as Bitget does for presets.
   */
  optionalPrice(name: string): Money | null {
    if (!this.has(name)) return null
    const price = this.decimal(name)
    if (price?.isPositive() !== true) throw badParameter(`${name} checkBDScale error value=${this.text(name) ?? ''}`)
    return price
  }

  /** Capitals and small letters are the same. */
  override oneOf<T extends string>(name: string, allowed: readonly T[]): T | null {
    const text = this.text(name)?.toLowerCase() ?? null
    const found = allowed.find((each) => each === text) ?? null
    if (text !== null && found === null) throw this.fault(name, 'invalid')
    return found
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
  const entries = entriesOf(record)
  if (entries === null) throw new BitgetError('40020', 'Parameter error')
  return new Parameters(new Map(entries))
}
