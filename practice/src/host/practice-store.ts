/**
 * Where one practice exchange keeps its state: rows of text by key. Whoever runs the exchanges brings it. Nothing here
 * throws: what cannot be kept is for the store to tell.
 */
export interface PracticeStore {
  /** Every row, as it was last kept. */
  load(): ReadonlyMap<string, string>
  /** Writes rows, or removes them (null), all or none. False when that was not possible. */
  save(changes: ReadonlyMap<string, string | null>): boolean
  /** Takes rows that cannot be understood out of the way, so that nothing is left of them but a copy for a person. */
  putAside(error: unknown): void
}

/** Writes a row only when it has changed. */
export class KeptRows {
  readonly #store: PracticeStore
  /** Of the rows that were told last. */
  #known: ReadonlyMap<string, string> = new Map()

  constructor(store: PracticeStore) {
    this.#store = store
  }

  /** Keeps these; others stay in the store as they are. False when that was not possible. */
  keep(rows: ReadonlyMap<string, string>): boolean {
    return this.#write(
      rows,
      [...rows].filter(([key, text]) => this.#known.get(key) !== text),
    )
  }

  /** Keeps these and no others. */
  keepOnly(rows: ReadonlyMap<string, string>): boolean {
    const before = this.#store.load()
    const gone = [...before.keys()].filter((key) => !rows.has(key))
    const news = [...rows].filter(([key, text]) => before.get(key) !== text)
    return this.#write(rows, [...news, ...gone.map((key) => [key, null] as const)])
  }

  #write(
    rows: ReadonlyMap<string, string>,
    changes: readonly (readonly [key: string, text: string | null])[],
  ): boolean {
    if (changes.length > 0 && !this.#store.save(new Map(changes))) return false
    this.#known = rows
    return true
  }
}
