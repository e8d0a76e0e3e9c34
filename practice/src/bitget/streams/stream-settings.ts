/** Intervals (real ms) and limits of Bitget's sockets; see control `POST /streams {settings}`. */
export const defaultStreamSettings = {
  /** New sockets from one address in five minutes, and open ones. */
  mostConnects: 300,
  mostOpen: 100,
  /** A socket that does not ping for so long is dropped. */
  idleMs: 120_000,
  lifeMs: 86_400_000,
  /** Messages of one socket in a second, subscribe requests in an hour, topics at one time. */
  mostMessages: 10,
  mostSubscribes: 240,
  mostTopics: 1000,
  /** `books`, `books5`, `books15`, `books50`; 0 here and below: with every change. */
  bookMs: 200,
  /** `books1` */
  bestMs: 60,
  tickerMs: 200,
  candleMs: 500,
  /** 1: TP/SL orders that wait are told by `orders`, not by `orders-algo`. Which one Bitget takes is not known. */
  exitsOnOrders: 0,
}
export type StreamSettings = Readonly<typeof defaultStreamSettings>
