import { entriesOf } from '../../host/request-parameters.ts'
import type { BitgetKey } from '../security.ts'

/** A refusal in the words and numbers of Bitget's sockets. */
export class StreamError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const windowMs = 30_000

/** The key that a login shows; its time is in seconds. @throws StreamError 30011 to 30016 */
export function keyOfLogin(
  args: unknown,
  keys: ReadonlyMap<string, BitgetKey>,
  address: string,
  now: number,
): BitgetKey {
  const [first] = Array.isArray(args) ? (args as readonly unknown[]) : []
  const fields = new Map(entriesOf(first) ?? [])
  const text = (name: string): string => {
    const value = fields.get(name)
    if (typeof value !== 'string' || value === '') throw new StreamError(30_016, 'Param error')
    return value
  }
  const [apiKey, passphrase, timestamp, sign] = [text('apiKey'), text('passphrase'), text('timestamp'), text('sign')]
  const key = keys.get(apiKey)
  if (key === undefined) throw new StreamError(30_011, 'Invalid ACCESS_KEY')
  if (passphrase !== key.passphrase) throw new StreamError(30_012, 'Invalid ACCESS_PASSPHRASE')
  if (!/^\d{10}$/.test(timestamp)) throw new StreamError(30_013, 'Invalid ACCESS_TIMESTAMP')
  if (Math.abs(now - Number(timestamp) * 1000) > windowMs) throw new StreamError(30_014, 'Request timestamp expired')
  if (!key.verifies(Buffer.from(`${timestamp}GET/user/verify`), sign))
    throw new StreamError(30_015, 'Invalid signature')
  const { ipRestrict } = key.permissions
  if (ipRestrict !== null && !ipRestrict.includes(address)) throw new StreamError(30_005, 'Login failed')
  return key
}
