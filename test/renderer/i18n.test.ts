import { describe, expect, it } from 'vitest'
import { en } from '../../src-renderer/i18n/en.ts'
import { fr } from '../../src-renderer/i18n/fr.ts'

/** `a.b` → text, for a tree of texts. */
function flatten(tree: object, prefix = ''): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
    if (typeof value === 'string') texts.set(prefix + key, value)
    else for (const [name, text] of flatten(value as object, `${prefix}${key}.`)) texts.set(name, text)
  }
  return texts
}

const holes = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hole) => hole[1] ?? '').sort()

describe('the texts of the window', () => {
  const english = flatten(en)
  const french = flatten(fr)

  it('exist in both languages', () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it.each([...english])('%s: none is empty and the holes are the same', (key, text) => {
    expect(text.trim()).not.toBe('')
    expect(french.get(key)?.trim()).not.toBe('')
    expect(holes(french.get(key) ?? '')).toEqual(holes(text))
  })

  it('uses typographic apostrophes', () => {
    for (const [key, text] of [...english, ...french]) expect(text, key).not.toContain("'")
  })
})
