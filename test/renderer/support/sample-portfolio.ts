import type { HoldingView } from '../../../src-renderer/portfolio/queries.ts'

interface Told {
  readonly value: string | null
  readonly share: string | null
  readonly total?: string
  readonly dust?: boolean
  /** Missing: its cost is not known. */
  readonly unrealised?: string
}

/** One asset in one account, as the window gets it. */
export function holding(asset: string, { value, share, total = '1', dust = false, unrealised }: Told): HoldingView {
  const cost =
    unrealised === undefined
      ? null
      : { quantity: total, cost: '10', averageCost: '10', unrealised, unrealisedPercent: '1' }
  const own = { asset, available: total, held: '0', total, elsewhere: '0', price: value, value, share, dust, cost }
  return { ...own, accounts: [{ ...own, accountId: 'acc-1' }] }
}
