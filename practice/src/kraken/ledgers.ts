import { Money } from '../../../src-shared/money.ts'
import type { PracticeEngine } from '../engine/practice-engine.ts'
import type { Fill } from '../engine/types.ts'
import { printed } from '../host/printed.ts'
import { ledgerIdOf, sideNumber, tradeIdOf } from './ids.ts'
import { assetNames } from './names.ts'
import { seconds } from './order-views.ts'

export interface LedgerEntry {
  readonly id: string
  /** The engine's name. */
  readonly asset: string
  /** Epoch ms. */
  readonly at: number
  /** The number by which entries are in order. */
  readonly number: number
  /** The entry as Ledgers shows it. */
  readonly view: Readonly<Record<string, unknown>>
}

/**
 * Two entries a trade, newest first: what came and what went, the fee with the quote asset. `balance` is reckoned back
 * from what the account has now, so it tells nothing of the time before control last set a balance.
 */
export function ledgerEntries(
  engine: PracticeEngine,
  accountId: string,
  fills: readonly Fill[],
): readonly LedgerEntry[] {
  const balances = new Map(
    [...engine.balances(accountId)].map(([asset, { free, locked }]) => [asset, free.plus(locked)] as const),
  )
  return fills.toReversed().flatMap((fill) => {
    const [base = '', quote = ''] = fill.symbol.split('/')
    const buys = fill.side === 'buy'
    const cost = buys ? fill.quoteQuantity.negated() : fill.quoteQuantity
    const volume = buys ? fill.quantity : fill.quantity.negated()
    const entry = (line: 'base' | 'quote', asset: string, amount: Money, fee: Money): LedgerEntry => {
      const balance = balances.get(asset) ?? Money.zero
      balances.set(asset, balance.minus(amount).plus(fee))
      return {
        id: ledgerIdOf(fill.tradeId, fill.maker, line),
        asset,
        at: fill.time,
        number: sideNumber(fill.tradeId, fill.maker),
        view: {
          refid: tradeIdOf(fill.tradeId, fill.maker),
          time: seconds(fill.time),
          type: 'trade',
          subtype: '',
          aclass: 'currency',
          asset: assetNames(asset).id,
          amount: printed(amount, 10),
          fee: printed(fee, 10),
          balance: printed(balance, 10),
        },
      }
    }
    return [entry('quote', quote, cost, fill.fee), entry('base', base, volume, Money.zero)]
  })
}
