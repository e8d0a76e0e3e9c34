import type { ExchangeName } from '../../src-shared/account.ts'
import { binance } from './binance/index.ts'
import type { NativeExchange } from './native-exchange.ts'

/** Every exchange with a native client. */
export const nativeExchanges: Readonly<Partial<Record<ExchangeName, NativeExchange>>> = { binance }
