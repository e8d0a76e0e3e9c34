interface Sender {
  offset: number
  count: number
  readonly firstSeen: number
  lastSeen: number
}

const samplesNeeded = 5
const spanNeededMs = 10_000
const sameOffsetMs = 1_500
const sendersKept = 32
/** Reads that cannot be older than this are evidence of their sender's clock… */
const freshMs = 2_000
/** …which is another machine's if they claim to be older than this. */
const claimToleranceMs = 4_000

/**
 * Learns which senders count time from another machine's boot, so that their envelope timestamps prove nothing here.
 * Only reads that are known to be fresh are evidence, and only when several agree over some seconds: a single odd
 * timestamp changes nothing.
 */
export class SenderClocks {
  readonly #senders: Sender[] = []

  /** A read claimed to be `claimedAge` ms old while it could not be older than `maximumAge` ms. */
  observe(now: number, claimedAge: number, maximumAge: number | null): void {
    if (maximumAge === null || maximumAge > freshMs || claimedAge <= claimToleranceMs) return
    const known = this.#find(claimedAge)
    if (known) {
      known.offset = claimedAge
      known.count += 1
      known.lastSeen = now
      return
    }
    if (this.#senders.length === sendersKept) this.#senders.shift()
    this.#senders.push({ offset: claimedAge, count: 1, firstSeen: now, lastSeen: now })
  }

  /** Whether a request with this claimed age comes from a machine with another clock. */
  isForeign(claimedAge: number): boolean {
    const sender = this.#find(claimedAge)
    return sender !== undefined && sender.count >= samplesNeeded && sender.lastSeen - sender.firstSeen >= spanNeededMs
  }

  #find(claimedAge: number): Sender | undefined {
    return this.#senders.find((sender) => Math.abs(sender.offset - claimedAge) <= sameOffsetMs)
  }
}
