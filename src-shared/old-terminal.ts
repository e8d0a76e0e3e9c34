/** An old Terminal 5 that listens on the Redis of a gateway, as far as that can be seen from there. */
export interface OldTerminal {
  /**
   * `queue`: it was seen to wait for `exchange_requests`. `list`: it waits for some list as the old one does; for which,
   * Redis does not tell. `heartbeat`: nothing but its sign of life.
   */
  readonly seenBy: 'queue' | 'list' | 'heartbeat'
  /** Host and port of each of its connections; empty where only its sign of life is known. */
  readonly addresses: readonly string[]
}
