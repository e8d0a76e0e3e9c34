import type { ExchangeName } from '../../../src-shared/account.ts'
import type { Assumption } from './assumption.ts'
import { binanceAssumptions } from './binance.ts'
import { bitgetAssumptions } from './bitget.ts'
import { krakenAssumptions } from './kraken.ts'
import { kucoinAssumptions } from './kucoin.ts'

const tables: Readonly<Record<ExchangeName, readonly Assumption[]>> = {
  binance: binanceAssumptions,
  bitget: bitgetAssumptions,
  kucoin: kucoinAssumptions,
  kraken: krakenAssumptions,
}

/** What the client of an exchange relies on with an account of this kind; kind null: nobody knows it yet. */
export function assumptionsOf(exchange: ExchangeName, accountKind: string | null): readonly Assumption[] {
  return tables[exchange].filter(
    (assumption) => assumption.accountKind === null || assumption.accountKind === accountKind,
  )
}
