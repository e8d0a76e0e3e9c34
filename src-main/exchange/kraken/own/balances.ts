import type { Balance, WalletAmount } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import type { BalanceRecords } from '../schemas.ts'
import type { AssetNames } from './names.ts'

/** Units that earn on the side (`USDT.F`) and are spent like the asset's own. */
const spendable = 'F'

/** Kraken's words for what its other suffixes stand for; a suffix that is not here stands for itself. */
const wallets: Readonly<Record<string, string>> = {
  S: 'staked',
  M: 'rewards',
  B: 'yield',
  T: 'tokenised',
  HOLD: 'hold',
}

interface Parts {
  total: Money
  held: Money
  readonly elsewhere: WalletAmount[]
}

/**
 * Balances by asset: a base line and its `.F` line added up, since orders draw on both and a hold may be booked on the
 * one that is nearly empty; every other suffix is a wallet of its own. What is held never exceeds what is there.
 * Source: BalanceEx; docs/exchanges/kraken.md §5.
 */
export function balancesFrom(records: BalanceRecords, assets: AssetNames): readonly Balance[] {
  const byAsset = new Map<string, Parts>()
  for (const [id, { balance, hold_trade, credit, credit_used }] of Object.entries(records)) {
    const { asset, suffix } = split(id, assets)
    const parts = byAsset.get(asset) ?? { total: Money.zero, held: Money.zero, elsewhere: [] }
    byAsset.set(asset, parts)
    if (suffix !== null && suffix !== spendable) {
      if (!balance.isZero()) parts.elsewhere.push({ wallet: wallets[suffix] ?? suffix.toLowerCase(), amount: balance })
      continue
    }
    parts.total = parts.total.plus(balance).plus(credit).minus(credit_used)
    parts.held = parts.held.plus(hold_trade)
  }
  return [...byAsset]
    .map(([asset, parts]) => balanceOf(asset, parts))
    .filter(({ total, elsewhere }) => !total.isZero() || elsewhere.length > 0)
}

function balanceOf(asset: string, { total: sum, held: holds, elsewhere }: Parts): Balance {
  const total = Money.max(Money.zero, sum)
  const held = Money.min(total, holds)
  return { asset, available: total.minus(held), held, total, elsewhere }
}

/**
 * `XBT.M` has a line of its own in Kraken's list of assets, so the suffix is taken off first; a name whose stem is not
 * listed (`DOT28.S`) stays whole.
 */
function split(id: string, assets: AssetNames): { readonly asset: string; readonly suffix: string | null } {
  const dot = id.lastIndexOf('.')
  const suffix = dot < 0 ? null : id.slice(dot + 1)
  const stem = assets.nameOf(dot < 0 ? id : id.slice(0, dot))
  if (stem !== null) return { asset: stem, suffix }
  return { asset: assets.nameOf(id) ?? id, suffix }
}
