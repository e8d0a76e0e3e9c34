/**
 * Where it is kept until when an exchange refuses everything from our address, so that a restart does not lengthen the
 * ban.
 */
export interface BanStore {
  /** Epoch ms by this machine's clock; null: none is known. @param place one exchange at one address. */
  bannedUntil(place: string): number | null
  keepBan(place: string, until: number): void
}

/** Forgets with the process: for tests. */
export class MemoryBanStore implements BanStore {
  readonly #until = new Map<string, number>()

  bannedUntil(place: string): number | null {
    return this.#until.get(place) ?? null
  }

  keepBan(place: string, until: number): void {
    this.#until.set(place, until)
  }
}
