import { ActionIcon } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useBalances } from '../query.ts'
import { Loaded, Num, Panel } from '../ui/parts.tsx'
import type { BalanceView, MarketView } from '../views.ts'

interface BalancesPanelProps {
  readonly accountId: string
  readonly market: MarketView | null
}

export function BalancesPanel({ accountId, market }: BalancesPanelProps): ReactNode {
  const { t } = useTranslation()
  const balances = useBalances(accountId)
  return (
    <Panel
      title={t('balances.title')}
      className="balances"
      flush
      head={
        <ActionIcon
          className="push"
          size="sm"
          variant="default"
          aria-label={`${t('common.refresh')} · ${t('balances.title')}`}
          loading={balances.isLoading}
          onClick={() => void balances.refetch()}
        >
          <IconRefresh size={14} />
        </ActionIcon>
      }
    >
      <Loaded query={balances} empty={(list) => (list.length === 0 ? t('balances.none') : null)}>
        {(list) => <BalancesTable balances={ofMarketFirst(list, market)} market={market} />}
      </Loaded>
    </Panel>
  )
}

/** The two assets being traded stand on top. */
function ofMarketFirst(balances: readonly BalanceView[], market: MarketView | null): readonly BalanceView[] {
  const rank = ({ asset }: BalanceView): number =>
    asset === market?.quote ? 0 : asset === market?.base ? 1 : 2
  return [...balances].sort((one, other) => rank(one) - rank(other) || one.asset.localeCompare(other.asset))
}

function BalancesTable({
  balances,
  market,
}: {
  balances: readonly BalanceView[]
  market: MarketView | null
}): ReactNode {
  const { t } = useTranslation()
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{t('balances.asset')}</th>
          <th scope="col" className="end">
            {t('balances.available')}
          </th>
          <th scope="col" className="end">
            {t('balances.held')}
          </th>
          <th scope="col" className="end">
            {t('balances.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {balances.map((balance) => (
          <tr key={balance.asset} data-asset={balance.asset}>
            <td>
              {balance.asset === market?.base || balance.asset === market?.quote ? (
                <strong>{balance.asset}</strong>
              ) : (
                balance.asset
              )}
            </td>
            <td className="end">
              <Num value={balance.available} />
            </td>
            <td className="end">
              <Num value={balance.held} />
            </td>
            <td className="end">
              <Num value={balance.total} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
