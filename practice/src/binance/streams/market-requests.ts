import { isLosslessNumber, parse } from 'lossless-json'
import { entriesOf } from '../../host/request-parameters.ts'

const methods = ['SUBSCRIBE', 'UNSUBSCRIBE', 'LIST_SUBSCRIPTIONS', 'SET_PROPERTY', 'GET_PROPERTY'] as const

/** A request on a market socket; `id` is JSON text, as it came. */
export interface MarketRequest {
  readonly method: (typeof methods)[number]
  readonly params: readonly unknown[]
  readonly id: string
}

/** Why a request is not answered as it wants, in Binance's words. */
export class MarketRequestError extends Error {
  readonly code: number
  /** JSON text; null: not known, or not usable. */
  readonly id: string | null

  constructor(code: number, message: string, id: string | null = null) {
    super(message)
    this.code = code
    this.id = id
  }

  /** The documents print what stands in `error` alone; what was recorded of Binance has it around. */
  body(): string {
    const id = this.id === null ? '' : `,"id":${this.id}`
    return `{"error":{"code":${this.code},"msg":${JSON.stringify(this.message)}}${id}}`
  }
}

/** @throws MarketRequestError */
export function readMarketRequest(text: string): MarketRequest {
  const entries = entriesOf(parsed(text))
  if (entries === null) throw new MarketRequestError(3, 'Invalid JSON: expected value at line 1 column 1')
  const fields = new Map(entries)
  const { method, params } = { method: fields.get('method'), params: fields.get('params') ?? [] }
  const id = idOf(fields.get('id'))
  if (id === null) throw invalid('request ID must be an unsigned integer')
  if (method === undefined) throw invalid(`missing field \`method\` at line 1 column ${text.length}`, id)
  const known = methods.find((each) => each === method)
  if (known === undefined) {
    const shown = typeof method === 'string' ? method : JSON.stringify(method)
    const column = text.indexOf(shown) + shown.length + 1
    const list = methods.map((each) => `\`${each}\``).join(', ')
    throw invalid(`unknown variant \`${shown}\`, expected one of ${list} at line 1 column ${column}`, id)
  }
  if (!Array.isArray(params)) throw invalid('invalid type: expected a sequence', id)
  return { method: known, params: params as readonly unknown[], id }
}

const invalid = (what: string, id: string | null = null): MarketRequestError =>
  new MarketRequestError(2, `Invalid request: ${what}`, id)

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    throw new MarketRequestError(3, 'Invalid JSON: expected value at line 1 column 1')
  }
}

/** The id as JSON text: a 64-bit integer, at most 36 letters and digits, or null; else null. */
function idOf(id: unknown): string | null {
  if (id === null) return 'null'
  if (typeof id === 'string') return /^[0-9A-Za-z_-]{1,36}$/.test(id) ? JSON.stringify(id) : null
  if (!isLosslessNumber(id)) return null
  const text = id.toString()
  return /^-?\d{1,19}$/.test(text) ? text : null
}

/** The names of SUBSCRIBE and UNSUBSCRIBE. @throws MarketRequestError */
export function streamNames({ params, id }: MarketRequest): readonly string[] {
  return params.map((name) => {
    if (typeof name !== 'string') throw invalid('invalid type: expected a string', id)
    if (!/^[^\s"']{1,120}$/.test(name)) throw invalid('invalid stream', id)
    return name
  })
}

/** The one property that there is. @throws MarketRequestError */
export function checkProperty({ params, id }: MarketRequest, values: number): void {
  const [name] = params
  if (typeof name !== 'string') throw invalid('property name must be a string', id)
  if (params.length > 1 + values) throw invalid('too many parameters', id)
  if (name !== 'combined') throw new MarketRequestError(0, 'Unknown property', id)
}

/** @throws MarketRequestError */
export function propertyValue({ params, id }: MarketRequest): boolean {
  const value = params[1]
  if (typeof value !== 'boolean') throw new MarketRequestError(1, 'Invalid value type: expected Boolean', id)
  return value
}
