import type { ReadStream } from 'node:tty'
import type { ExchangeName } from '../../src-shared/account.ts'
import { type ExchangeProfile, exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { CommandError } from '../app/usage-error.ts'
import { readHidden } from './hidden-prompt.ts'

export interface ApiKey {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string | null
}

type Profile = Pick<ExchangeProfile, 'label' | 'passphrase'>

const inputLimit = 32 * 1024

/**
 * Reads an API key from a terminal (hidden) or from standard input to its end; see {@link parseKeys} for the form.
 * @throws CommandError when there is none.
 */
export async function readKeys(input: NodeJS.ReadStream, exchange: ExchangeName): Promise<ApiKey> {
  const profile = exchangeProfiles[exchange]
  if (input.isTTY) return promptForKeys(input, profile)
  const lines = profile.passphrase ? 'the key, the passphrase and the secret' : 'the key and the secret'
  console.error(`Reading the API key from standard input (JSON, or ${lines} on lines of their own).`)
  return parseKeys(await readAll(input), profile)
}

/** As {@link readKeys}, but null where standard input is a terminal, is empty, or says nothing for `patienceMs`. */
export async function readKeysIfGiven(
  input: NodeJS.ReadStream,
  exchange: ExchangeName,
  patienceMs: number,
): Promise<ApiKey | null> {
  if (input.isTTY) return null
  const text = await readAll(input, patienceMs)
  return text.trim() === '' ? null : parseKeys(text, exchangeProfiles[exchange])
}

/**
 * An API key as text: `{"apiKey": "…", "secret": "…", "passphrase": "…"}`, or the API key on the first line, the
 * passphrase on the next where the exchange has one, and the secret, which may be a private key in PEM form, on the
 * lines after it.
 * @throws CommandError that repeats nothing of the text.
 */
export function parseKeys(text: string, profile: Profile): ApiKey {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return parseJsonKeys(trimmed, profile)
  const [first = '', ...rest] = trimmed.split(/\r?\n/)
  if (!profile.passphrase) return checked(first, rest.join('\n'), null, profile)
  const [passphrase = '', ...secret] = rest
  return checked(first, secret.join('\n'), passphrase, profile)
}

function parseJsonKeys(text: string, profile: Profile): ApiKey {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new CommandError('The API key on standard input is not valid JSON.')
  }
  const { apiKey, secret, passphrase = null } = value as Readonly<Record<string, unknown>>
  if (
    typeof apiKey !== 'string' ||
    typeof secret !== 'string' ||
    (passphrase !== null && typeof passphrase !== 'string')
  )
    throw new CommandError('The API key on standard input must have the texts "apiKey" and "secret".')
  return checked(apiKey, secret, passphrase, profile)
}

function checked(
  apiKey: string,
  secret: string,
  givenPassphrase: string | null,
  { label, passphrase: needed }: Profile,
): ApiKey {
  const passphrase = needed ? (givenPassphrase?.trim() ?? '') : null
  const key = { apiKey: apiKey.trim(), secret: secret.trim(), passphrase }
  if (key.apiKey !== '' && key.secret !== '' && passphrase !== '') return key
  throw new CommandError(
    needed
      ? `A key of ${label} needs three things: the API key, its passphrase and its secret; as {"apiKey": "…", "secret": "…", "passphrase": "…"} on standard input, or on lines of their own in that order (key, passphrase, secret).`
      : 'An API key and its secret are needed on standard input: as {"apiKey": "…", "secret": "…"}, or on lines of their own.',
  )
}

async function promptForKeys(input: ReadStream, profile: Profile): Promise<ApiKey> {
  const apiKey = await readHidden(input, 'API key (not shown): ')
  const passphrase = profile.passphrase ? await readHidden(input, 'Passphrase (not shown): ') : null
  let secret = await readHidden(input, 'Secret, or private key in PEM form (not shown): ')
  if (secret.includes('-----BEGIN')) {
    while (!/-----END [A-Z ]+-----/.test(secret)) secret += `\n${await readHidden(input, '')}`
  }
  return checked(apiKey, secret, passphrase, profile)
}

/** Everything up to the end of the input; nothing at all when it stays silent for `patienceMs`. */
function readAll(input: NodeJS.ReadStream, patienceMs?: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const finish = (end: () => void): void => {
      clearTimeout(timer)
      input.removeAllListeners('data').removeAllListeners('end').removeAllListeners('error')
      // A pipe that stays open must not keep this process alive.
      input.destroy()
      end()
    }
    const timer = patienceMs === undefined ? undefined : setTimeout(() => finish(() => resolve('')), patienceMs)
    input.setEncoding('utf8')
    input.on('data', (chunk: string) => {
      clearTimeout(timer)
      text += chunk
      if (text.length > inputLimit)
        finish(() => reject(new CommandError('There is too much on standard input for an API key.')))
    })
    input.on('end', () => finish(() => resolve(text)))
    input.on('error', () => finish(() => resolve(text)))
  })
}
