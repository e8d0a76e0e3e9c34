import type { CallOutput } from '../../src-shared/contract.ts'
import { auditKinds, type JournalFilter, type JournalKind } from '../../src-shared/journal.ts'
import type { Tone } from '../ui/parts.tsx'

export type Line = CallOutput<'journal.search'>['lines'][number]

/** What a line is about; `other` for a kind that a later version wrote. */
export function kindOf(line: Line): JournalKind | 'other' {
  if (line.line === 'operation') return line.operation
  return auditKinds.find((each) => each === line.kind) ?? 'other'
}

export const stateTones = {
  intent: 'plain',
  sent: 'info',
  unknown: 'warn',
  needs_attention: 'bad',
  accepted: 'info',
  partially_filled: 'info',
  filled: 'good',
  cancelled: 'plain',
  rejected: 'bad',
  expired: 'plain',
} as const satisfies Record<NonNullable<JournalFilter['state']>, Tone>

/**
 * Epoch ms of what a date-and-time input holds (local time, to the minute), of the minute's end where `last`; null for
 * none.
 */
export function epochOf(text: string, last: boolean): number | null {
  const at = new Date(text).getTime()
  if (text === '' || Number.isNaN(at)) return null
  return last ? at + 59_999 : at
}
