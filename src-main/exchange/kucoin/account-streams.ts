import type { AccountNews } from '../streams/account-news.ts'
import type { AccountTopic } from '../streams/account-stream.ts'
import type { StreamProtocol } from '../streams/protocol.ts'
import { balanceNews, KuCoinNews } from './map-account-news.ts'
import type { KuCoinMarkets } from './markets.ts'
import type { KuCoinSession } from './session.ts'
import { commonProtocol, dialectOf } from './stream-dialect.ts'

/** KuCoin's private topics of one classic account. */
export function accountStreams({ raw, shared }: KuCoinSession): {
  readonly protocol: StreamProtocol
  readonly topics: readonly AccountTopic[]
} {
  let known: KuCoinMarkets | null = null
  const news = new KuCoinNews()
  const reading = (read: (message: unknown, markets: KuCoinMarkets) => readonly AccountNews[]) => (data: unknown) => {
    if (known === null) throw new Error('news of an account before its markets')
    return read(data, known)
  }
  const topics: readonly AccountTopic[] = [
    { key: '/spotMarket/tradeOrdersV2', read: reading((data, markets) => news.ofOrders(data, markets)) },
    { key: '/spotMarket/advancedOrders', read: reading((data, markets) => news.ofStops(data, markets)) },
    { key: '/account/balance', read: () => balanceNews },
  ]
  const protocol: StreamProtocol = {
    ...commonProtocol,
    connect: async () => {
      known = await shared.markets.all()
      return dialectOf(await raw.socketToken(), true)
    },
    topicsPerSocket: topics.length,
  }
  return { protocol, topics }
}
