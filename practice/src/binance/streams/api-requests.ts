import { isLosslessNumber, parse, stringify } from 'lossless-json'
import { entriesOf } from '../../host/request-parameters.ts'
import { BinanceError } from '../binance-error.ts'
import { Parameters } from '../parameters.ts'

/** What a request carries beside the parameters of its method. */
const envelope = new Set(['apiKey', 'signature', 'returnRateLimits'])

/** A request to the WebSocket API. */
export interface ApiRequest {
  /** JSON text, as it came. */
  readonly id: string
  /** Without a version. */
  readonly method: string
  readonly parameters: Parameters
  /** Why the parameters cannot be read. */
  readonly problem: BinanceError | null
  readonly apiKey: string | null
  readonly signature: string | null
  /** Every parameter but the signature, sorted by name and joined, nothing encoded. */
  readonly payload: string
  /** null: not said. */
  readonly returnRateLimits: boolean | null
}

/** @throws BinanceError -1135 for what cannot be answered under an id of its own */
export function readApiRequest(text: string): ApiRequest {
  const fields = new Map(entriesOf(parsed(text)) ?? invalidJson())
  const { id = null, method, params = {} } = Object.fromEntries(fields)
  if (typeof method !== 'string') return invalidJson()
  const idText = stringify(id) ?? 'null'
  const entries = entriesOf(params)
  const values = new Map((entries ?? []).map(([name, value]) => [name, textOf(value)]))
  return {
    id: idText,
    method: method.replace(/^v3\//, ''),
    parameters: new Parameters(new Map([...values].filter(([name]) => !envelope.has(name)))),
    problem: entries === null ? new BinanceError(-1135, "Invalid 'params' in JSON request; expected an object.") : null,
    apiKey: values.get('apiKey') ?? null,
    signature: values.get('signature') ?? null,
    payload: [...values]
      .filter(([name]) => name !== 'signature')
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
    returnRateLimits: flag(values.get('returnRateLimits')),
  }
}

function invalidJson(): never {
  throw new BinanceError(-1135, 'Invalid JSON Request')
}

function parsed(text: string): unknown {
  try {
    return parse(text)
  } catch {
    return invalidJson()
  }
}

/** A value as it stands in the JSON: what was signed. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return isLosslessNumber(value) ? value.toString() : (stringify(value) ?? '')
}

function flag(text: string | undefined): boolean | null {
  return text === undefined ? null : text === 'true'
}
