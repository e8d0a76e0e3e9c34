import { GatewayError } from '../../src-shared/errors.ts'
import type { TransportRequest } from './transport.ts'

/** Headers that tell nothing of an account. */
const harmless = /^(content-|accept|user-agent|host$|locale$|paptrading$)|timestamp|version/i
/** No exchange takes a shorter key or passphrase, and words would be torn apart. */
const shortest = 4
const struck = '[…]'

/** What the headers of a request tell of the account: key, passphrase, signature. */
export function secretHeaders(headers: TransportRequest['headers']): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => !harmless.test(name))
    .map(([, value]) => value)
}

/** Takes these texts out of others, however they are written there; those too short to be a secret stay. */
export function striker(secrets: readonly string[]): (text: string) => string {
  const spellings = secrets
    .filter((value) => value.length >= shortest)
    .flatMap((value) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])
    // The longest first: one may hold another.
    .toSorted((a, b) => b.length - a.length)
  return (text) => spellings.reduce((rest, secret) => rest.replaceAll(secret, struck), text)
}

/**
 * An exchange's error without what the request told it of the account (key, passphrase, signature): some repeat the headers of a request that they refuse,
 * and their words go into answers, the journal and its exports. What the error means stays. Pure.
 */
export function withoutSecrets(error: GatewayError, headers: TransportRequest['headers']): GatewayError {
  const strike = striker(secretHeaders(headers))
  const { exchange, text } = error
  const params = Object.fromEntries(Object.entries(text.params).map(([name, value]) => [name, strike(value)]))
  const said = exchange && { ...exchange, message: strike(exchange.message) }
  const isSame =
    said?.message === exchange?.message &&
    Object.entries(params).every(([name, value]) => text.params[name] === value)
  if (isSame) return error
  return new GatewayError(error.class, text.key, params, {
    ...(error.field !== null && { field: error.field }),
    ...(said !== null && { exchange: said }),
    ...(error.retryAfterMs !== null && { retryAfterMs: error.retryAfterMs }),
  })
}
