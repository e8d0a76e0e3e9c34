import { createHmac, sign } from 'node:crypto'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Credentials } from '../accounts/credentials.ts'
import { privateKey, requireFit } from '../accounts/key-requirements.ts'
import { given, type Params } from '../http/query.ts'

const plain = /^[A-Za-z0-9._:-]+$/

/**
 * Whether a value reads the same encoded and not, so that nobody can disagree on what was signed. No id of Bitget's is
 * otherwise.
 */
export function isPlain(text: string): boolean {
  return plain.test(text)
}

/**
 * The query string with its keys sorted: what is signed and what is sent are this same text.
 * @throws GatewayError `refused` for a value with any character that would have to be encoded.
 */
export function encodeQuery(params: Params): string {
  return given(params)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (isPlain(value)) return `${name}=${value}`
      const reason = { field: name, allowed: 'A-Z a-z 0-9 . _ : -', value }
      throw new GatewayError('refused', 'order.field.invalid', reason, { field: name })
    })
    .join('&')
}

/** What one signed request says. `target`: path with query, from `/api` on; `body`: the exact text, empty for GET. */
interface SignedContent {
  readonly timestamp: number
  readonly method: string
  readonly target: string
  readonly body: string
}

/** The headers that authenticate a request. */
export type HeaderSigner = (content: SignedContent) => Readonly<Record<string, string>>

/**
 * Source: docs/exchanges/bitget.md §2; HMAC and RSA keys sign the same text.
 * @throws GatewayError `auth` for a key of another kind, one that cannot be read, or one without its passphrase.
 */
export function headerSigner(credentials: Credentials): HeaderSigner {
  const { apiKey } = credentials
  requireFit(credentials, 'bitget')
  const passphrase = credentials.reveal().passphrase ?? ''
  const signText = textSigner(credentials)
  return ({ timestamp, method, target, body }) => ({
    'ACCESS-KEY': apiKey,
    'ACCESS-SIGN': signText(`${timestamp}${method}${target}${body}`),
    'ACCESS-TIMESTAMP': String(timestamp),
    'ACCESS-PASSPHRASE': passphrase,
    'Content-Type': 'application/json',
  })
}

/** Base64 of HMAC-SHA256, or of RSASSA-PKCS1-v1_5 with SHA-256. */
function textSigner(credentials: Credentials): (text: string) => string {
  const { kind } = credentials
  const { secret } = credentials.reveal()
  if (kind === 'hmac') return (text) => createHmac('sha256', secret).update(text).digest('base64')
  const key = privateKey(secret, 'rsa')
  return (text) => sign('RSA-SHA256', Buffer.from(text), key).toString('base64')
}
