import { isFinal, type Origin } from '../../../src-shared/order.ts'
import type { BracketNews } from './bracket-writer.ts'
import type { Bracket } from './bracket.ts'

/** What of a change of a bracket is worth a line in the audit trail. Pure. */
export function auditLines(
  before: Bracket,
  next: Bracket,
  note: object | null,
  origin: Origin,
): readonly BracketNews[] {
  const lines: object[] = []
  if (before.firing === null && next.firing !== null) lines.push({ firing: next.firing.role })
  if (before.form !== next.form) lines.push({ form: next.form })
  if (before.alarm !== next.alarm && next.alarm !== null) lines.push({ alarm: next.alarm })
  if (before.ended === null && next.ended !== null) lines.push({ ended: next.ended })
  for (const member of next.members) {
    const old = before.members.find(({ orderId }) => orderId === member.orderId)
    if (old !== undefined && !isFinal(old.status) && isFinal(member.status))
      lines.push({ order: member.orderId, role: member.role, status: member.status, filled: member.filled })
  }
  if (note !== null) lines.push(note)
  return lines.map((detail) => ({ origin, detail }))
}
