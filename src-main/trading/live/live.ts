/** What is known without asking. `ageMs`: how long ago the exchange last said anything of it; it would have since. */
export interface Live<T> {
  readonly value: T
  readonly ageMs: number
}

/** What somebody wanted to know. `ageMs` null: the exchange was asked for it. */
export interface Told<T> {
  readonly value: T
  readonly ageMs: number | null
}
