/** A row of the journal that this version cannot understand; it stays as it is. */
export interface UnreadableRow {
  readonly what: 'bracket' | 'operation'
  readonly id: string
  readonly accountId: string
  /** For the log. */
  readonly reason: string
}

/** Rows that could not be understood: each is told, and none keeps the others from being served. */
export class UnreadableRows {
  readonly #rows = new Map<string, UnreadableRow>()

  /** @returns what `read` returns; null when it throws, and the row is kept in mind. */
  attempt<T>(row: Omit<UnreadableRow, 'reason'>, read: () => T): T | null {
    try {
      return read()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      this.#rows.set(`${row.what} ${row.id}`, { ...row, reason })
      return null
    }
  }

  list(): readonly UnreadableRow[] {
    return [...this.#rows.values()]
  }

  clear(): void {
    this.#rows.clear()
  }
}
