import type { Order } from './cell.ts'
import type { Lane, Trader } from './lane.ts'

/** What goes wrong while one request is served; nothing dies. */
export interface Fault {
  readonly name: string
  readonly orders: readonly Order[]
  /** Arranges it, before the request is pushed. */
  readonly arrange: (scene: Scene) => Promise<Arranged>
}

export interface Scene {
  readonly lane: Lane
  readonly trader: Trader
  readonly requestId: string
  readonly order: Order
}

interface Arranged {
  /** Parameters of the order that this needs otherwise. */
  readonly overrides?: object
  /** After the request was answered and has settled: what still has to happen for the fault to be whole. */
  readonly afterwards?: () => Promise<void>
  /** Whether it did go wrong. */
  readonly hit: () => Promise<boolean>
}
