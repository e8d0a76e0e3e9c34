import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Num } from '../ui/parts.tsx'
import { NumCell, Table } from '../ui/table.tsx'
import type { BalanceView, MarketView } from '../views.ts'

/** The two assets being traded stand on top. */
export function ofMarketFirst(balances: readonly BalanceView[], market: MarketView | null): readonly BalanceView[] {
  const rank = ({ asset }: BalanceView): number => (asset === market?.quote ? 0 : asset === market?.base ? 1 : 2)
  return [...balances].sort((one, other) => rank(one) - rank(other) || one.asset.localeCompare(other.asset))
}

export function BalancesTable({
  balances,
  market,
}: {
  balances: readonly BalanceView[]
  market: MarketView | null
}): ReactNode {
  const { t } = useTranslation()
  return (
    <Table
      columns={[
        t('balances.asset'),
        { end: t('balances.available') },
        { end: t('balances.held') },
        { end: t('balances.total') },
      ]}
    >
      {balances.map((balance) => (
        <tr key={balance.asset} data-asset={balance.asset}>
          <td>
            {balance.asset === market?.base || balance.asset === market?.quote ? (
              <strong>{balance.asset}</strong>
            ) : (
              balance.asset
            )}
            <Elsewhere balance={balance} />
          </td>
          <NumCell value={balance.available} />
          <NumCell value={balance.held} />
          <NumCell value={balance.total} />
        </tr>
      ))}
    </Table>
  )
}

/**
 * What lies in other wallets of the account: in the exchange's words, and counted in no total since orders cannot use
 * it.
 */
function Elsewhere({ balance }: { balance: BalanceView }): ReactNode {
  const { t } = useTranslation()
  return balance.elsewhere.map(({ wallet, amount }) => (
    <div key={wallet} className="soft small" title={t('balances.elsewhereHelp')}>
      {t('balances.elsewhere', { wallet })} <Num value={amount} />
    </div>
  ))
}
