import { isJsonObject, type JsonValue } from '../json-number.ts'

const secretName = /secret|passw|passphrase|pwd|token|api_?key|auth|signature|credential|private_?key/i
/** Assets and symbols are keys, too, and may be called so: TOKEN, AUTH/USDT. */
const symbol = /^[A-Z0-9]+(?:[/-][A-Z0-9]+)*$/
const inText = /("[^"]*(?:secret|passw|passphrase|pwd|token|api_?key|auth|signature)[^"]*"\s*:\s*")[^"]*/gi
const struck = '[redacted]'

/**
 * The same data, with whatever is named as a secret struck out. Requests and answers hold none by their contract; what
 * somebody added to one must not end up in a file all the same.
 */
export function withoutSecrets(value: JsonValue): JsonValue {
  // A request that is no JSON is kept as its text.
  if (typeof value === 'string') return value.replace(inText, `$1${struck}`)
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(withoutSecrets)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isSecret = secretName.test(key) && !symbol.test(key)
      return [key, isSecret ? struck : withoutSecrets(member)]
    }),
  )
}
