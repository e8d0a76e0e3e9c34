/** Intervals (real ms) and limits of Kraken's sockets; see control `POST /streams {settings}`. */
export const defaultStreamSettings = {
  /** New sockets from one address in ten minutes. */
  mostConnects: 150,
  /** How long it is silent on a socket with subscriptions before it says that it is still there. */
  heartbeatMs: 1000,
  /** A socket that is subscribed to nothing and says nothing is dropped. */
  idleMs: 60_000,
  /** Messages that one socket may send in a second; Kraken's own figure is not known. */
  mostMessages: 100,
}
export type StreamSettings = Readonly<typeof defaultStreamSettings>
