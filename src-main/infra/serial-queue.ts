/** Runs work one after the other, each in its turn, whatever became of the one before. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve()

  /** @returns what the work gives, or rejects as it does */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
