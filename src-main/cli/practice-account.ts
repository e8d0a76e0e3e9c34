import { InvalidArgumentError } from 'commander'
import type { ExchangeName } from '../../src-shared/account.ts'
import { message, sentence } from '../../src-shared/messages/index.ts'
import { isPracticeAddress } from '../accounts/account-rules.ts'
import { madeUpKey } from '../app/in-process-practice.ts'
import { CommandError } from '../app/usage-error.ts'
import type { ApiKey } from './read-keys.ts'

/** What `--practice` without an address means: the exchange in the gateway's own process. */
export const ownPractice = 'own'

/** Makes a key and opens an account with it at a practice exchange. `accountKind` null: the exchange's first. */
export async function openAtPractice(url: string, exchange: ExchangeName, accountKind: string | null): Promise<ApiKey> {
  const key = madeUpKey(exchange)
  const body = {
    exchange,
    apiKey: key.apiKey,
    secret: key.secret,
    ...(key.passphrase === null ? {} : { passphrase: key.passphrase }),
    ...(accountKind === null ? {} : { kind: accountKind }),
  }
  let response: Response
  try {
    response = await fetch(new URL('/control/accounts', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    throw new CommandError(`No practice exchange answers at ${url}; start one with \`npm run practice\`.`)
  }
  if (!response.ok)
    throw new CommandError(`The practice exchange at ${url} opened no account (HTTP ${response.status}).`)
  console.error('No key on standard input: one was made at the practice exchange.')
  return key
}

/** The address given with `--practice`, without a slash at its end. */
export function practiceUrl(text: string): string {
  if (text !== ownPractice && !isPracticeAddress(text))
    throw new InvalidArgumentError(sentence(message('account.practice_address'), 'en'))
  return text.replace(/\/+$/, '')
}
