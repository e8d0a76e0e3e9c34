import {
  type Language,
  message,
  type MessageKey,
  type MessageRef,
  sentence,
  spoken,
} from '../../src-shared/messages/index.ts'

/** Words of ours that a person reads in a sentence, by the parameter that holds them. */
const words: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  status: {
    open: 'redis.status.open',
    partially_filled: 'redis.status.partially_filled',
    filled: 'redis.status.filled',
    cancelled: 'redis.status.cancelled',
    rejected: 'redis.status.rejected',
    expired: 'redis.status.expired',
    unknown: 'redis.status.unknown',
    cancel_only: 'redis.status.cancel_only',
    halted: 'redis.status.halted',
  },
  permission: { read: 'redis.permission.read', trade: 'redis.permission.trade' },
}

/**
 * The sentence that Django shows to its user: never empty, and without the word "Timeout", which makes Django's own
 * client keep silent about it (docs/wire-contract.md §3).
 */
export function errorText(error: MessageRef, language: Language): string {
  const text = sentence(inPlainWords(error), language)
    // A name that holds the word (UND_ERR_HEADERS_TIMEOUT) goes as a whole: half of one is no sentence in any language.
    .replaceAll(/\w*time[\s-]?out\w*/gi, language === 'fr' ? 'délai dépassé' : 'no answer in time')
    .trim()
  return text === '' ? sentence({ key: 'error.internal', params: {} }, language) : text
}

/** What is said of an account's key. */
const aboutKeys: ReadonlySet<MessageKey> = new Set([
  'exchange.auth',
  'account.credentials_missing',
  'account.key_kind',
  'account.key_malformed',
  'account.passphrase_missing',
])

/**
 * As {@link errorText}, of a request for an account: where the key is at fault, it also says whose key that is, for a
 * key that is changed on Django's page does not come here, and nothing tells that it was. `account`: its name; null: it
 * is not known.
 */
export function accountErrorText(error: MessageRef, language: Language, account: string | null): string {
  const text = errorText(error, language)
  if (account === null || !aboutKeys.has(error.key)) return text
  const end = /[.!?…]$/.test(text) ? '' : '.'
  return `${text}${end} ${errorText(message('redis.key_lives_here', { name: account }), language)}`
}

/** States and rights said in the reader's language, not in the words of the wire. */
function inPlainWords({ key, params }: MessageRef): MessageRef {
  const said = Object.entries(params).map(([name, value]): [string, string] => {
    const word = words[name]
    const message = word !== undefined && Object.hasOwn(word, value) ? word[value] : undefined
    return [name, message === undefined ? value : spoken(message)]
  })
  return { key, params: Object.fromEntries(said) }
}
