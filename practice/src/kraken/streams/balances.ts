import { Money } from '../../../../src-shared/money.ts'
import type { BalancesEvent } from '../../engine/feed.ts'
import type { PracticeEngine } from '../../engine/practice-engine.ts'
import type { Fill } from '../../engine/types.ts'
import { ledgerIdOf, tradeIdOf } from '../ids.ts'
import { extraLines } from '../names.ts'
import { number, timestamp } from './wire.ts'

type Json = Readonly<Record<string, unknown>>

const wallets: Readonly<Record<string, { readonly type: string; readonly id: string }>> = {
  F: { type: 'earn', id: 'flexible' },
  S: { type: 'earn', id: 'bonded' },
}

/** Everything that an account holds, by asset and wallet: the lines with a suffix of REST are wallets here. */
export function balanceSnapshot(engine: PracticeEngine, accountId: string): readonly Json[] {
  const extras = Object.entries(extraLines).map(([line, amount]) => {
    const [asset = '', suffix = ''] = line.split('.')
    return { asset, wallet: { ...wallets[suffix], balance: number(Money.parse(amount)) }, amount: Money.parse(amount) }
  })
  const assets = new Set([...engine.balances(accountId).keys(), ...extras.map(({ asset }) => asset)])
  return [...assets].map((asset) => {
    const { free, locked } = engine.balance(accountId, asset)
    const others = extras.filter((extra) => extra.asset === asset)
    const spot = free.plus(locked)
    return {
      asset,
      asset_class: 'currency',
      balance: number(Money.sum([spot, ...others.map(({ amount }) => amount)])),
      wallets: [{ type: 'spot', id: 'main', balance: number(spot) }, ...others.map(({ wallet }) => wallet)],
    }
  })
}

/** Entries of the ledger, as they are booked; what is only locked or unlocked is none. */
export function balanceUpdates(
  engine: PracticeEngine,
  { cause, changes }: BalancesEvent,
  newLedgerId: () => string,
): readonly Json[] {
  return changes.flatMap((change) => {
    const total = change.freeChange.plus(change.lockedChange)
    if (total.isZero()) return []
    const fill = typeof cause === 'object' ? cause.fill : null
    return [
      {
        ...(fill === null ? transfer(total, newLedgerId()) : traded(fill, change.asset)),
        timestamp: timestamp(engine.now()),
        asset: change.asset,
        asset_class: 'currency',
        wallet_type: 'spot',
        wallet_id: 'main',
        balance: number(change.free.plus(change.locked)),
      },
    ]
  })
}

function transfer(amount: Money, ledgerId: string): Json {
  const type = amount.isNegative() ? 'withdrawal' : 'deposit'
  return {
    ledger_id: ledgerId,
    ref_id: ledgerId,
    type,
    category: type,
    amount: number(amount),
    fee: number(Money.zero),
  }
}

function traded(fill: Fill, asset: string): Json {
  const isQuote = fill.symbol.endsWith(`/${asset}`)
  const amount = isQuote ? fill.quoteQuantity : fill.quantity
  const comes = isQuote === (fill.side === 'sell')
  return {
    ledger_id: ledgerIdOf(fill.tradeId, fill.maker, isQuote ? 'quote' : 'base'),
    ref_id: tradeIdOf(fill.tradeId, fill.maker),
    type: 'trade',
    category: 'trade',
    amount: number(comes ? amount : amount.negated()),
    fee: number(isQuote ? fill.fee : Money.zero),
  }
}
