import type { ExchangeName } from '../../src-shared/account.ts'
import { binance } from './binance/index.ts'
import { bitget } from './bitget/index.ts'
import { kraken } from './kraken/index.ts'
import { kucoin } from './kucoin/index.ts'
import type { NativeExchange } from './core/native-exchange.ts'

/** Every exchange with a native client. */
export const nativeExchanges: Readonly<Partial<Record<ExchangeName, NativeExchange>>> = {
  binance,
  bitget,
  kucoin,
  kraken,
}
