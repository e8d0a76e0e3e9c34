import { Button } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { BookPanel } from '../book/book-panel.tsx'
import { TapePanel } from '../book/tape-panel.tsx'
import { ChartPanel } from '../chart/chart-panel.tsx'
import { useFills } from '../chart/fills.ts'
import { OrdersPanel } from '../orders/orders-panel.tsx'
import { BalancesPanel } from '../portfolio/balances-panel.tsx'
import { useAccounts, useMarkets } from '../query.ts'
import { addressOf } from '../route.ts'
import { useSelection } from '../selection.ts'
import { useSelectedAccount } from '../shell/account.ts'
import { Loaded, Panel } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { MarketList } from './market-list.tsx'
import { defaultMarket } from './market-search.ts'
import { OrderTicket } from './order-ticket.tsx'
import { PricePanel } from './price-panel.tsx'
import { clearForOtherMarket } from './ticket-store.ts'

export function TradeScreen(): ReactNode {
  const { t } = useTranslation()
  const account = useSelectedAccount()
  const accounts = useAccounts()
  if (account !== null) return <TradeWith account={account} />
  return (
    <div className="page">
      <Panel title={t('nav.trade')}>
        <Loaded query={accounts}>
          {({ length }) =>
            length > 0 ? (
              <div className="state">{t('shell.chooseAccountHelp')}</div>
            ) : (
              <div className="state">
                {t('accounts.none')}
                <Button component="a" href={addressOf('accounts')}>
                  {t('accounts.add')}
                </Button>
              </div>
            )
          }
        </Loaded>
      </Panel>
    </div>
  )
}

function TradeWith({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const markets = useMarkets(account.id)
  const chosen = useSelection((state) => state.symbols[account.id])
  const market = markets.data?.find((each) => each.symbol === chosen) ?? defaultMarket(markets.data ?? [])
  const fills = useFills(account.id, market?.symbol ?? null)
  useClearOnChange(account.id, market)
  return (
    <div className="trade">
      <Panel title={t('markets.title')} className="markets" flush>
        <Loaded query={markets}>
          {(list) => <MarketList accountId={account.id} markets={list} selected={market?.symbol ?? null} />}
        </Loaded>
      </Panel>
      <div className="middle">
        <PricePanel accountId={account.id} market={market} />
        <div className="charts">
          <ChartPanel account={account} market={market} averagePrice={null} fills={fills} />
          <div className="flow">
            <BookPanel account={account} market={market} />
            <TapePanel account={account} market={market} />
          </div>
        </div>
      </div>
      <OrderTicket account={account} market={market} />
      <OrdersPanel account={account} markets={markets.data ?? []} symbol={market?.symbol ?? null} />
      <BalancesPanel accountId={account.id} market={market} />
    </div>
  )
}

let shown: string | null = null

/** What was typed for one market must not be sent to another. */
function useClearOnChange(accountId: string, market: MarketView | null): void {
  const symbol = market?.symbol ?? null
  useEffect(() => {
    if (symbol === null) return
    const now = `${accountId} ${symbol}`
    if (shown !== null && shown !== now) clearForOtherMarket()
    shown = now
  }, [accountId, symbol])
}
