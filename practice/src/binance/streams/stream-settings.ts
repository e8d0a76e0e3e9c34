/** Intervals (real ms) and limits of Binance's sockets; see control `POST /streams {settings}`. */
export const defaultStreamSettings = {
  /** New sockets from one address in five minutes. */
  mostConnects: 300,
  pingEveryMs: 20_000,
  pongWithinMs: 60_000,
  lifeMs: 86_400_000,
  /** Messages and frames that one market socket may send in a second. */
  mostMessages: 5,
  /** Streams on one market socket. */
  mostStreams: 1024,
  /** `@depth`, `@depth5`; 0 here and below: with every change. */
  bookMs: 1000,
  /** `@depth@100ms`, `@depth5@100ms`. */
  fastBookMs: 100,
  candleMs: 2000,
  /** `@kline_1s`. */
  fastCandleMs: 1000,
  tickerMs: 1000,
  /** Subscriptions to accounts at one time, and in all, on one socket of the WebSocket API. */
  mostSubscriptions: 1000,
  subscriptionIds: 65_535,
}
export type StreamSettings = Readonly<typeof defaultStreamSettings>
