import { describe, expect, it } from 'vitest'
import { unclear } from '../../src-main/exchange/core/classify.ts'
import { errorText } from '../../src-main/redis/error-text.ts'
import { allMessages, languages, type MessageKey } from '../../src-shared/messages/index.ts'

const keys = Object.keys(allMessages) as MessageKey[]
const filled = (key: MessageKey, value: string): Readonly<Record<string, string>> =>
  Object.fromEntries([...(allMessages[key]?.fr ?? '').matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, value]))

describe('a sentence for the person at Django’s screen', () => {
  it.each(languages)('never has the word Timeout in %s, whatever an exchange says', (language) => {
    for (const key of keys) {
      for (const word of ['Timeout', 'Read timed out: TIME OUT', 'ETIMEDOUT time-out', 'timeouts'])
        expect(errorText({ key, params: filled(key, word) }, language)).not.toMatch(/time[\s-]?out/i)
    }
  })

  it.each([
    ['UND_ERR_HEADERS_TIMEOUT', 'fr', 'KuCoin n’a pas répondu correctement (pas de réponse complète à temps).'],
    ['UND_ERR_BODY_TIMEOUT', 'en', 'KuCoin did not answer properly (no whole answer in time).'],
    ['unreadable answer', 'fr', 'KuCoin n’a pas répondu correctement (réponse illisible).'],
    ['ECONNRESET', 'fr', 'KuCoin n’a pas répondu correctement (ECONNRESET).'],
    ['Request timeout', 'fr', 'KuCoin n’a pas répondu correctement (Request délai dépassé).'],
    ['SOME_OTHER_TIMEOUT_CODE', 'fr', 'KuCoin n’a pas répondu correctement (délai dépassé).'],
  ] as const)('tells the reason %s in %s in one piece', (reason, language, expected) => {
    const { text } = unclear('kucoin', { write: true, symbol: null }, reason, null)
    expect(errorText(text, language)).toBe(expected)
  })

  it.each(languages)('is never empty in %s', (language) => {
    for (const key of keys) expect(errorText({ key, params: filled(key, '') }, language).trim()).not.toBe('')
  })

  it('says states and rights in the reader’s language, and leaves other words alone', () => {
    const params = { orderId: '7', status: 'filled' }
    expect(errorText({ key: 'redis.done.not_cancelled', params }, 'fr')).toBe(
      'L’ordre 7 ne pouvait plus être annulé : il est exécuté.',
    )
    expect(errorText({ key: 'redis.not_permitted', params: { name: 'X', permission: 'read' } }, 'fr')).toBe(
      'Le compte X n’autorise pas « lecture » par Redis.',
    )
    for (const status of ['toString', '__proto__', 'NEW']) {
      const text = errorText({ key: 'redis.done.not_cancelled', params: { ...params, status } }, 'fr')
      expect(text).toContain(`il est ${status}.`)
    }
  })
})
