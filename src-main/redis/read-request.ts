import { GatewayError } from '../../src-shared/errors.ts'
import { fingerprintOf, fingerprintOfText } from './fingerprint.ts'
import { jsonLimits } from './json-scan.ts'
import { fishRequestId, parseEnvelope, type RequestEnvelope } from './protocol.ts'

/** What a request's bytes say. */
export interface RequestContent {
  /** null: nobody can be answered. */
  readonly requestId: string | null
  readonly fingerprint: string
  /** What is asked, or why that cannot be read. */
  readonly asked: RequestEnvelope | { readonly unreadable: unknown }
}

/** Reads a request's bytes; never throws. */
export function readRequest(raw: Buffer): RequestContent {
  const { text, unreadable } = decode(raw)
  try {
    if (unreadable) throw unreadable
    const asked = parseEnvelope(text)
    return { requestId: asked.requestId, fingerprint: fingerprintOf(asked), asked }
  } catch (error) {
    return {
      requestId: fishRequestId(text),
      fingerprint: fingerprintOfText(text),
      asked: { unreadable: error },
    }
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A request's bytes as text; of what is too large or no UTF-8 only enough to find its id. */
function decode(raw: Buffer): { readonly text: string; readonly unreadable: GatewayError | null } {
  if (raw.length > jsonLimits.characters) {
    const params = { size: String(raw.length), maximum: String(jsonLimits.characters) }
    return { text: endsOf(raw), unreadable: new GatewayError('refused', 'redis.too_large', params) }
  }
  try {
    return { text: utf8.decode(raw), unreadable: null }
  } catch (error) {
    const params = { reason: 'not UTF-8' }
    return {
      text: endsOf(raw),
      unreadable: new GatewayError('refused', 'redis.malformed', params, { cause: error }),
    }
  }
}

function endsOf(raw: Buffer): string {
  const length = 65_536
  return `${raw.toString('latin1', 0, length)}\n${raw.toString('latin1', Math.max(0, raw.length - length))}`
}
