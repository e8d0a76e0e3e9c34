import { Money } from '../../../src-shared/money.ts'
import type { Position } from '../../../src-shared/portfolio/cost-basis.ts'
import type { AccountHolding, AssetHolding, HoldingCost } from '../../../src-shared/portfolio/portfolio.ts'
import { type Holding, shareOf, worth } from '../../../src-shared/portfolio/valuation.ts'

/** What one account holds, and what it has cost as far as that is known. */
export interface AccountRead {
  readonly accountId: string
  readonly holdings: readonly Holding[]
  readonly positions: ReadonlyMap<string, Position>
}

const decimals = 12
const hundred = Money.parse('100')

/** Holdings by asset over all accounts, the most valuable first and those without a price last. */
export function joinHoldings(reads: readonly AccountRead[]): {
  readonly value: Money
  readonly holdings: readonly AssetHolding[]
} {
  const value = Money.sum(reads.flatMap(({ holdings }) => holdings.map((holding) => holding.value ?? Money.zero)))
  const each = reads.flatMap(({ accountId, holdings, positions }) =>
    holdings.map((holding): AccountHolding => ({
      ...holding,
      accountId,
      share: shareOf(holding.value, value),
      cost: costOf(holding, positions.get(holding.asset)),
    })),
  )
  const holdings = [...Map.groupBy(each, ({ asset }) => asset).values()].map((accounts) => joined(accounts, value))
  return { value, holdings: holdings.sort(mostValuableFirst) }
}

function mostValuableFirst(one: AssetHolding, other: AssetHolding): number {
  if (one.value === null || other.value === null)
    return one.value === other.value ? one.asset.localeCompare(other.asset) : one.value === null ? 1 : -1
  return other.value.compare(one.value) || one.asset.localeCompare(other.asset)
}

/**
 * Of what is there, not more of it than there is: what left the account by another way than a sale is not here any more,
 * and the rest goes on costing what it did on average.
 */
function costOf({ total, price }: Holding, position: Position | undefined): HoldingCost | null {
  const lots = (position?.lots ?? []).filter(({ cost }) => cost !== null)
  const bought = Money.sum(lots.map(({ quantity }) => quantity))
  if (!bought.isPositive() || !total.isPositive()) return null
  const paid = Money.sum(lots.map(({ cost }) => cost ?? Money.zero))
  const quantity = Money.min(total, bought)
  const cost = quantity.equals(bought) ? paid : paid.times(quantity).dividedBy(bought, decimals)
  return costResult(quantity, cost, worth(quantity, price))
}

function costResult(quantity: Money, cost: Money, value: Money | null): HoldingCost {
  const unrealised = value?.minus(cost) ?? null
  return {
    quantity,
    cost: cost.truncated(decimals),
    averageCost: cost.dividedBy(quantity, decimals),
    unrealised,
    unrealisedPercent: unrealised && cost.isPositive() ? unrealised.times(hundred).dividedBy(cost, 2) : null,
  }
}

function joined(accounts: readonly AccountHolding[], whole: Money): AssetHolding {
  const [first] = accounts
  if (first === undefined) throw new RangeError('an asset that nobody holds')
  const sum = (pick: (holding: AccountHolding) => Money | null): Money =>
    Money.sum(accounts.map((account) => pick(account) ?? Money.zero))
  const total = sum((account) => account.total)
  const priced = accounts.filter(({ value }) => value !== null)
  const value = priced.length === 0 ? null : sum((account) => account.value)
  const pricedTotal = Money.sum(priced.map((account) => account.total))
  return {
    asset: first.asset,
    available: sum((account) => account.available),
    held: sum((account) => account.held),
    total,
    elsewhere: sum((account) => account.elsewhere),
    price: value !== null && pricedTotal.isPositive() ? value.dividedBy(pricedTotal, decimals) : first.price,
    value,
    dust: accounts.every(({ dust }) => dust),
    share: shareOf(value, whole),
    cost: joinedCost(accounts),
    accounts,
  }
}

function joinedCost(accounts: readonly AccountHolding[]): HoldingCost | null {
  const costs = accounts.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  if (costs.length === 0) return null
  const cost = Money.sum(costs.map((each) => each.cost))
  const isPriced = costs.every(({ unrealised }) => unrealised !== null)
  const value = isPriced ? cost.plus(Money.sum(costs.map(({ unrealised }) => unrealised ?? Money.zero))) : null
  return costResult(Money.sum(costs.map(({ quantity }) => quantity)), cost, value)
}
