/**
 * What our client order ids are called at an exchange that takes only ids of another form, both ways, kept over
 * restarts. A space is one field of one exchange, such as `kraken.cl_ord_id`; within it a name stands for one id and an
 * id has one name.
 */
export interface ClientIdStore {
  /**
   * Makes `name` stand for `clientOrderId`, at once and for good: it is on disk when this returns. Claiming again what
   * is so already succeeds. @returns false when the name stands for another id, or the id has another name.
   */
  claim(space: string, name: string, clientOrderId: string): boolean
  /** null: no id of ours. */
  clientOrderIdOf(space: string, name: string): string | null
  /** null: none was claimed. */
  nameOf(space: string, clientOrderId: string): string | null
}

/** Forgets with the process: for tests, and where no data folder is at hand. */
export class MemoryClientIdStore implements ClientIdStore {
  readonly #ids = new Map<string, string>()
  readonly #names = new Map<string, string>()

  claim(space: string, name: string, clientOrderId: string): boolean {
    const owner = this.clientOrderIdOf(space, name)
    const named = this.nameOf(space, clientOrderId)
    if (owner !== null || named !== null) return owner === clientOrderId && named === name
    this.#ids.set(keyOf(space, name), clientOrderId)
    this.#names.set(keyOf(space, clientOrderId), name)
    return true
  }

  clientOrderIdOf(space: string, name: string): string | null {
    return this.#ids.get(keyOf(space, name)) ?? null
  }

  nameOf(space: string, clientOrderId: string): string | null {
    return this.#names.get(keyOf(space, clientOrderId)) ?? null
  }
}

const keyOf = (space: string, text: string): string => `${space} ${text}`
