import type { ExchangeName } from '../../src-shared/account.ts'
import { binance } from './binance/index.ts'
import { bitget } from './bitget/index.ts'
import type { NativeExchange } from './core/native-exchange.ts'
import { kraken } from './kraken/index.ts'
import { kucoin } from './kucoin/index.ts'

/** Every exchange's client. */
export const nativeExchanges: Readonly<Record<ExchangeName, NativeExchange>> = {
  binance,
  bitget,
  kucoin,
  kraken,
}
