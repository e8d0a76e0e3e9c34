import { describe, expect, it } from 'vitest'
import { allMessages, message, sentence } from '../../src-shared/messages/index.ts'

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
