/** Intervals (real ms) and limits of KuCoin's sockets; see control `POST /streams {settings}`. */
export const defaultStreamSettings = {
  /** New sockets from one address in a minute. */
  mostConnects: 30,
  /** How often a client is to ping, and for how much longer it is waited for. */
  pingInterval: 18_000,
  pingTimeout: 10_000,
  lifeMs: 86_400_000,
  /** Messages that one socket may send in ten seconds. */
  mostMessages: 100,
  /** Topics of one socket. Documents name 300 and 400. */
  mostTopics: 400,
  /** `/spotMarket/level1`; 0 here and below: with every change. */
  level1Ms: 10,
  /** `/market/ticker`, `level2Depth5`, `level2Depth50`. */
  tickerMs: 100,
  /** `/market/snapshot` */
  snapshotMs: 2000,
}
export type StreamSettings = Readonly<typeof defaultStreamSettings>
