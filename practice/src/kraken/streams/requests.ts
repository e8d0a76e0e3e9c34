import { isLosslessNumber, parse } from 'lossless-json'
import { entriesOf } from '../../host/request-parameters.ts'

/** A request that cannot be carried out, in Kraken's words. */
export class StreamError extends Error {
  /** The pair that it is about; null: all of it. */
  readonly symbol: string | null

  constructor(message: string, symbol: string | null = null) {
    super(message)
    this.symbol = symbol
  }
}

export interface StreamRequest {
  readonly method: string
  readonly params: ReadonlyMap<string, unknown>
  /** As it came; undefined: there is none. */
  readonly reqId: unknown
}

/** @throws StreamError */
export function readRequest(text: string): StreamRequest {
  const fields = new Map(entriesOf(parsed(text)) ?? malformed())
  const method = fields.get('method')
  if (typeof method !== 'string') return malformed()
  return { method, params: new Map(entriesOf(fields.get('params') ?? {}) ?? malformed()), reqId: fields.get('req_id') }
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return malformed()
  }
}

function malformed(): never {
  throw new StreamError('Malformed request')
}

/** A parameter that is true or false. @throws StreamError */
export function flag({ params }: StreamRequest, name: string, fallback: boolean): boolean {
  const value = params.get(name) ?? fallback
  if (typeof value !== 'boolean') throw new StreamError(`Unsupported value for field '${name}'`)
  return value
}

/** A whole number out of a list. @throws StreamError */
export function choice({ params }: StreamRequest, name: string, allowed: readonly number[], wrong: string): number {
  const value = params.get(name)
  if (value === undefined) return allowed[0] ?? 0
  const found = allowed.find((each) => isLosslessNumber(value) && value.toString() === String(each))
  if (found === undefined) throw new StreamError(wrong)
  return found
}

/** The pairs of a request; null: it names none. @throws StreamError */
export function symbolsOf({ params }: StreamRequest): readonly string[] | null {
  const value = params.get('symbol')
  if (value === undefined) return null
  if (!Array.isArray(value) || value.length === 0 || !value.every((each) => typeof each === 'string'))
    return malformed()
  return value
}
