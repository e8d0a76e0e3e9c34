import type { Difference } from './differences.ts'
import type { Rehearsed } from './rehearsal.ts'

/** A difference, and how many answers have it. */
export interface DifferenceRow extends Difference {
  readonly action: string
  readonly brokerId: number | null
  readonly answers: number
}

/** A sentence, and how many of our answers say it. */
interface SaidOften {
  readonly action: string
  readonly brokerId: number | null
  readonly text: string
  readonly answers: number
}

/** What a rehearsal shows, by action, broker and field. */
export interface Summary {
  readonly requests: number
  readonly compared: number
  readonly same: number
  /**
   * With an example each. Within each action what ours only adds comes last, and of the others first what differs in most
   * answers.
   */
  readonly differences: readonly DifferenceRow[]
  /** Why ours refused. */
  readonly refusals: readonly SaidOften[]
  readonly notes: readonly SaidOften[]
}

/** A field more, which whoever does not know it leaves alone; an asset or a row more is something else. */
export function addsOnly({ kind, field }: Pick<Difference, 'kind' | 'field'>): boolean {
  return kind === 'extra' && /\w$/.test(field)
}

/** Pure. */
export function summaryOf(all: readonly Rehearsed[]): Summary {
  const compared = all.filter(({ differences }) => differences !== null)
  const rows = new Map<string, DifferenceRow>()
  for (const { action, brokerId, differences } of compared) {
    // A field of a list of a thousand rows differs in one answer.
    const ofAnswer = new Map((differences ?? []).map((each) => [`${each.kind} ${each.field}`, each]))
    for (const [name, each] of ofAnswer) {
      const key = JSON.stringify([action, brokerId, name])
      const known = rows.get(key)
      rows.set(key, { ...(known ?? { ...each, action: action ?? '?', brokerId }), answers: (known?.answers ?? 0) + 1 })
    }
  }
  return {
    requests: all.length,
    compared: compared.length,
    same: compared.filter(({ differences }) => differences?.length === 0).length,
    differences: [...rows.values()].sort(
      (a, b) =>
        a.action.localeCompare(b.action) ||
        (a.brokerId ?? 0) - (b.brokerId ?? 0) ||
        Number(addsOnly(a)) - Number(addsOnly(b)) ||
        b.answers - a.answers,
    ),
    refusals: often(all, ({ ours }) => (ours.error === null ? [] : [ours.error])),
    notes: often(all, ({ notes }) => notes),
  }
}

function often(all: readonly Rehearsed[], textsOf: (each: Rehearsed) => readonly string[]): readonly SaidOften[] {
  const said = new Map<string, SaidOften>()
  for (const each of all) {
    for (const text of textsOf(each)) {
      const { action, brokerId } = each
      const key = JSON.stringify([action, brokerId, text])
      said.set(key, { action: action ?? '?', brokerId, text, answers: (said.get(key)?.answers ?? 0) + 1 })
    }
  }
  return [...said.values()]
}
