/**
 * What an exchange numbers. `account`: uids. `trade`: where each market's trades begin. `client` and `amendment` are
 * for what servers name themselves.
 */
const kinds = ['order', 'list', 'execution', 'account', 'trade', 'client', 'amendment'] as const

export type NumberKind = (typeof kinds)[number]
export type NumbersByKind = Readonly<Record<NumberKind, number>>

/** Where numbers begin in tests, which expect the same ones each time. */
export const fixedFirst: NumbersByKind = {
  order: 1_000_001,
  list: 1,
  execution: 1,
  account: 350_000_001,
  trade: 5_000_001,
  client: 1,
  amendment: 1,
}

/** Small enough for every exchange's form of an id until 2055, and in 2026 beyond what any fixed number reached. */
const beginning = Date.UTC(2024, 0, 1)

/**
 * Where numbers begin at `now` (epoch ms) so that none comes twice, even when what was there before is lost: an
 * exchange that numbers fewer than one thing a millisecond never overtakes its clock.
 */
export function firstByClock(now: number): NumbersByKind {
  const first = Math.max(1, now - beginning)
  return Object.fromEntries(kinds.map((kind) => [kind, first])) as Record<NumberKind, number>
}

/** Of each kind the larger one. */
export function laterOf(one: NumbersByKind, other: NumbersByKind): NumbersByKind {
  return Object.fromEntries(kinds.map((kind) => [kind, Math.max(one[kind], other[kind])])) as Record<NumberKind, number>
}

/** Hands numbers out, each once. */
export class Numbers {
  readonly #next: Record<NumberKind, number>

  constructor(first: NumbersByKind) {
    this.#next = { ...first }
  }

  take(kind: NumberKind): number {
    const number = this.#next[kind]
    this.#next[kind] += 1
    return number
  }

  /** Says that everything up to `number` was handed out elsewhere. */
  reached(kind: NumberKind, number: number): void {
    this.#next[kind] = Math.max(this.#next[kind], number + 1)
  }

  /** What would be handed out next, without doing so. */
  next(): NumbersByKind {
    return { ...this.#next }
  }
}
