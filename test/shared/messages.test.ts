import { describe, expect, it } from 'vitest'
import { allMessages, message, sentence, spoken } from '../../src-shared/messages/index.ts'

const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()

describe('messages', () => {
  it.each(Object.entries(allMessages))('%s says the same in both languages', (_key, { en, fr }) => {
    expect(en).not.toBe('')
    expect(fr).not.toBe('')
    expect(placeholders(fr)).toEqual(placeholders(en))
  })

  it('never use the word that Django takes for its own time limit', () => {
    for (const { en, fr } of Object.values(allMessages)) expect(`${en}${fr}`).not.toMatch(/timeout/i)
  })

  it('fill in their parameters and leave unknown ones visible', () => {
    const ref = message('order.field.missing', { field: 'price' })
    expect(sentence(ref, 'en')).toBe('The field price is required.')
    expect(sentence(ref, 'fr')).toBe('Le champ price est obligatoire.')
    expect(sentence(message('order.field.missing'), 'en')).toContain('{field}')
  })
})

describe('a parameter that is spoken', () => {
  it('is said in the language of the sentence', () => {
    const params = { symbol: 'BTC/USDT', exchange: 'KuCoin', capability: spoken('capability.both_exits') }
    const ref = message('order.capability.unsupported', params)
    expect(sentence(ref, 'en')).toBe('BTC/USDT on KuCoin does not offer a take-profit and a stop-loss on one entry.')
    expect(sentence(ref, 'fr')).toBe(
      'BTC/USDT sur KuCoin n’offre pas à la fois un take-profit et un stop-loss sur une même entrée.',
    )
  })

  it('is left as it is when it names no sentence', () => {
    for (const reason of ['@', '@nobody', '@toString', 'a@b'])
      expect(sentence(message('exchange.rejected', { exchange: 'X', reason }), 'en')).toBe(`X refused: ${reason}`)
  })
})
