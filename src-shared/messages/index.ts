import { accountMessages } from './account-messages.ts'
import { bitgetMessages } from './bitget-messages.ts'
import { capabilityMessages } from './capability-messages.ts'
import { databaseMessages } from './database-messages.ts'
import { endMessages } from './end-messages.ts'
import { exchangeMessages } from './exchange-messages.ts'
import { guardMessages } from './guard-messages.ts'
import { krakenMessages } from './kraken-messages.ts'
import { kucoinMessages } from './kucoin-messages.ts'
import { newsMessages } from './news-messages.ts'
import { orderMessages } from './order-messages.ts'
import { redisLinkMessages } from './redis-link-messages.ts'
import { redisMessages } from './redis-messages.ts'
import { rehearsalMessages } from './rehearsal-messages.ts'
import { switchedOffMessages } from './switched-off-messages.ts'
import { systemMessages } from './system-messages.ts'
import { takeOverMessages } from './take-over-messages.ts'
import { verifyMessages } from './verify-messages.ts'

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

const catalogue = {
  ...orderMessages,
  ...endMessages,
  ...capabilityMessages,
  ...exchangeMessages,
  ...bitgetMessages,
  ...kucoinMessages,
  ...krakenMessages,
  ...accountMessages,
  ...switchedOffMessages,
  ...guardMessages,
  ...newsMessages,
  ...redisMessages,
  ...redisLinkMessages,
  ...databaseMessages,
  ...rehearsalMessages,
  ...takeOverMessages,
  ...systemMessages,
  ...verifyMessages,
}

export type MessageKey = keyof typeof catalogue
export type MessageParams = Readonly<Record<string, string>>

/** A sentence not yet in a language: errors carry this, and the edge (window, Redis, CLI) prints it. */
export interface MessageRef {
  readonly key: MessageKey
  readonly params: MessageParams
}

export function message(key: MessageKey, params: MessageParams = {}): MessageRef {
  return { key, params }
}

/** A parameter that is itself to be said in the sentence's language. */
export function spoken(key: MessageKey): string {
  return `@${key}`
}

/** The sentence in a language, with `{name}` replaced by the parameters. */
export function sentence(ref: MessageRef, language: Language): string {
  const template: string = catalogue[ref.key][language]
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => said(ref.params[name] ?? whole, language))
}

/** A parameter as it reads in a language: what {@link spoken} made is said, anything else stays. */
export function said(param: string, language: Language): string {
  const key = param.startsWith('@') ? param.slice(1) : null
  return key !== null && isKey(key) ? catalogue[key][language] : param
}

const isKey = (text: string): text is MessageKey => Object.hasOwn(catalogue, text)

/** Every key with both texts, for the test that holds the two languages together. */
export const allMessages: Readonly<Record<string, Readonly<Record<Language, string>>>> = catalogue
