import type { SecretChange } from '../../src-shared/link-fields.ts'

/** Left empty, a password stays as it is. */
export function secretOf(typed: string, forget: boolean): SecretChange {
  if (typed !== '') return { kind: 'set', text: typed }
  return { kind: forget ? 'none' : 'keep' }
}

/** What was typed; null: nothing. */
export const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export const isHost = (text: string): boolean => /^[^\s/@[\]]+$/.test(text)

export function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text.trim()) : 0
  return port >= 1 && port <= 65_535 ? port : null
}
