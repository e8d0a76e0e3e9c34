/**
 * Where a request waits for its turn: the others of its lane are those of the same account, of its group those of the
 * same exchange.
 */
export interface Lane {
  readonly id: string
  readonly group: string
}

export interface QueueLimits {
  /** Worked on at once: of one lane, of one group, in all. */
  readonly working: { readonly lane: number; readonly group: number; readonly total: number }
  /** Waiting for their turn. Beyond `total` a lane may hold its share of it only. */
  readonly waiting: { readonly lane: number; readonly total: number }
  /** The same in bytes. */
  readonly bytes: { readonly lane: number; readonly total: number }
}

/** What a lane holds at a moment; `oldestAt`: when the one that waits longest came. */
export interface LaneFigures {
  readonly lane: Lane
  readonly waiting: number
  readonly working: number
  readonly oldestAt: number | null
}

interface Held<Item> {
  readonly item: Item
  readonly bytes: number
  readonly at: number
}

interface LaneState<Item> {
  readonly lane: Lane
  readonly waiting: Held<Item>[]
  bytes: number
  working: number
}

/**
 * Whose turn is next. Lanes take turns, a lane's own requests start in the order in which they came, and neither a lane
 * nor a group can take what others need: not the places at work, nor the room to wait. Holds and decides only; its
 * owner does the work.
 */
export class FairQueue<Item> {
  readonly #limits: QueueLimits
  /** Lanes with anything in them; those with something waiting are in the order of their turns. */
  readonly #lanes = new Map<string, LaneState<Item>>()
  readonly #groups = new Map<string, number>()
  #working = 0
  #waiting = 0
  #bytes = 0

  constructor(limits: QueueLimits) {
    this.#limits = limits
  }

  get working(): number {
    return this.#working
  }

  get waiting(): number {
    return this.#waiting
  }

  /** Lets an item wait in its lane. @returns whether there was room; without it nothing is kept */
  offer(lane: Lane, item: Item, bytes: number, at: number): boolean {
    const state = this.#lanes.get(lane.id) ?? { lane, waiting: [], bytes: 0, working: 0 }
    if (!this.#hasRoom(state, bytes)) return false
    state.waiting.push({ item, bytes, at })
    state.bytes += bytes
    this.#waiting += 1
    this.#bytes += bytes
    this.#lanes.set(lane.id, state)
    return true
  }

  /** Starts the next item that may be worked on; null: none may. Its owner says {@link done} once for each. */
  next(): { readonly lane: Lane; readonly item: Item } | null {
    const { working } = this.#limits
    if (this.#working >= working.total) return null
    for (const state of this.#lanes.values()) {
      const { lane, waiting } = state
      if (waiting.length === 0 || state.working >= working.lane) continue
      if ((this.#groups.get(lane.group) ?? 0) >= working.group) continue
      const held = this.#take(state)
      if (held === undefined) continue
      state.working += 1
      this.#working += 1
      this.#groups.set(lane.group, (this.#groups.get(lane.group) ?? 0) + 1)
      // Behind all others: whoever was passed over, because its group was full, stays before those that had a turn.
      this.#lanes.delete(lane.id)
      this.#lanes.set(lane.id, state)
      return { lane, item: held.item }
    }
    return null
  }

  /** An item that {@link next} gave is done. */
  done(lane: Lane): void {
    const state = this.#lanes.get(lane.id)
    if (state === undefined || state.working === 0) throw new Error(`nothing is in work in ${lane.id}`)
    state.working -= 1
    this.#working -= 1
    const left = (this.#groups.get(lane.group) ?? 0) - 1
    if (left > 0) this.#groups.set(lane.group, left)
    else this.#groups.delete(lane.group)
    if (state.working === 0 && state.waiting.length === 0) this.#lanes.delete(lane.id)
  }

  /** Takes out everything that waits, in the order of arrival within each lane. */
  drain(): readonly Item[] {
    const items: Item[] = []
    for (const state of [...this.#lanes.values()]) {
      for (let held = this.#take(state); held; held = this.#take(state)) items.push(held.item)
      if (state.working === 0) this.#lanes.delete(state.lane.id)
    }
    return items
  }

  figures(): readonly LaneFigures[] {
    return [...this.#lanes.values()].map(({ lane, waiting, working }) => ({
      lane,
      waiting: waiting.length,
      working,
      oldestAt: waiting[0]?.at ?? null,
    }))
  }

  /** A full house still lets in whoever holds less than its share: only those that fill it are turned away. */
  #hasRoom(state: LaneState<Item>, bytes: number): boolean {
    const { waiting, bytes: size } = this.#limits
    if (state.waiting.length >= waiting.lane || state.bytes + bytes > size.lane) return false
    const sharers = this.#lanes.size + (this.#lanes.has(state.lane.id) ? 0 : 1)
    if (this.#waiting >= waiting.total && state.waiting.length >= waiting.total / sharers) return false
    return this.#bytes + bytes <= size.total || state.bytes + bytes <= size.total / sharers
  }

  #take(state: LaneState<Item>): Held<Item> | undefined {
    const held = state.waiting.shift()
    if (held === undefined) return undefined
    state.bytes -= held.bytes
    this.#waiting -= 1
    this.#bytes -= held.bytes
    return held
  }
}
