import { GatewayError } from '../../../src-shared/errors.ts'
import { spotsOf } from './secret-spots.ts'
import type { TransportRequest } from './transport.ts'

/** Headers that tell nothing of an account. */
const harmless = /^(content-|accept|user-agent|host$|locale$|paptrading$)|timestamp|version/i
/** Fields of an answer in which exchanges speak to people. */
const spokenFields = /msg|message|reason|error|info/i
const struck = '[…]'

/**
 * Everything of an account that a request carried or was made with: key, secret, passphrase, signature. `own`: the
 * account's, sent or not.
 */
export function secretsIn(
  { headers, url, body = '' }: Pick<TransportRequest, 'headers' | 'url' | 'body'>,
  own: readonly string[],
): readonly string[] {
  const told = Object.entries(headers).filter(([name]) => !harmless.test(name))
  const signatures = [url, body].flatMap((text) => /[?&]signature=([^&]+)/.exec(`?${text}`)?.[1] ?? [])
  const inJson = [...body.matchAll(/"(?:apiKey|signature)":"([^"]+)"/g)].map(([, value = '']) => value)
  return [...own, ...told.map(([, value]) => value), ...signatures.map(decodeURIComponent), ...inJson]
}

/**
 * An exchange's error without what it tells of the account, in whatever form: some repeat the headers of a request that
 * they refuse, and their words go into answers, the journal and its exports. What the error means stays. Pure.
 */
export function withoutSecrets(error: GatewayError, secrets: readonly string[]): GatewayError {
  const strike = (text: string): string => struckOut(text, secrets)
  const { exchange, text } = error
  const params = Object.fromEntries(Object.entries(text.params).map(([name, value]) => [name, strike(value)]))
  const said = exchange && {
    ...exchange,
    code: exchange.code === null ? null : strike(exchange.code),
    message: strike(exchange.message),
  }
  const isSame =
    said?.message === exchange?.message &&
    said?.code === exchange?.code &&
    Object.entries(params).every(([name, value]) => text.params[name] === value)
  if (isSame) return error
  return new GatewayError(error.class, text.key, params, {
    ...(error.field !== null && { field: error.field }),
    ...(said !== null && { exchange: said }),
    ...(error.retryAfterMs !== null && { retryAfterMs: error.retryAfterMs }),
  })
}

/**
 * As {@link withoutSecrets}, for an answer that is a success and may tell of a failure within: only what is said to
 * people is looked at, never a number, an id or a name. It comes with every order, and most have nothing to say. Pure.
 */
export function answerWithoutSecrets(value: unknown, secrets: () => readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => answerWithoutSecrets(each, secrets))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      typeof each === 'string' && spokenFields.test(name)
        ? struckOut(each, secrets())
        : answerWithoutSecrets(each, secrets),
    ]),
  )
}
/** A text without these secrets, in whatever form they stand in it. Pure. */
export function struckOut(text: string, secrets: readonly string[]): string {
  if (text === '') return text
  const spots = spotsOf(text, secrets)
  let rest = ''
  let from = 0
  for (const { start, end } of spots) {
    rest += text.slice(from, start) + struck
    from = end
  }
  return rest + text.slice(from)
}
