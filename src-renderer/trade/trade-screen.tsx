import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { BookPanel } from '../book/book-panel.tsx'
import { TapePanel } from '../book/tape-panel.tsx'
import { ChartPanel } from '../chart/chart-panel.tsx'
import { useFills } from '../chart/fills.ts'
import { OrdersPanel } from '../orders/orders-panel.tsx'
import { useAccounts, useMarkets } from '../query.ts'
import { addressOf } from '../route.ts'
import { useSelectedAccount } from '../shell/account.ts'
import { Loaded, Panel } from '../ui/parts.tsx'
import { Split } from '../ui/split.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { OrderTicket } from './order-ticket.tsx'
import { PricePanel } from './price-panel.tsx'
import { clearForOtherMarket } from './ticket-store.ts'
import { useMarket } from './use-market.ts'
import './trade.css'

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

/** Below this there is no room for panels beside each other. */
const besideFrom = '(min-width: 900px)'

function TradeWith({ account }: { account: AccountView }): ReactNode {
  const markets = useMarkets(account.id)
  const market = useMarket(account.id)
  const beside = useMediaQuery(besideFrom, true, { getInitialValueInEffect: false })
  const fills = useFills(account.id, market?.symbol ?? null)
  useClearOnChange(account.id, market)
  const prices = <PricePanel accountId={account.id} market={market} />
  const chart = <ChartPanel account={account} market={market} averagePrice={null} fills={fills} />
  const book = <BookPanel account={account} market={market} />
  const tape = <TapePanel account={account} market={market} />
  const ticket = <OrderTicket account={account} market={market} />
  const orders = <OrdersPanel account={account} markets={markets.data ?? []} market={market} />
  if (!beside)
    return (
      <div className="trade stacked">
        {prices}
        {ticket}
        {chart}
        {book}
        {tape}
        {orders}
      </div>
    )
  return (
    <div className="trade">
      <Split
        id="trade"
        orientation="vertical"
        panes={[
          {
            key: 'above',
            size: 64,
            min: '220px',
            children: (
              <Split
                id="market"
                orientation="horizontal"
                panes={[
                  {
                    key: 'chart',
                    size: 70,
                    min: '260px',
                    children: (
                      <div className="market">
                        {prices}
                        {chart}
                      </div>
                    ),
                  },
                  {
                    key: 'book',
                    size: 30,
                    min: '210px',
                    children: (
                      <Split
                        id="flow"
                        orientation="vertical"
                        panes={[
                          { key: 'book', size: 70, min: '120px', children: book },
                          { key: 'tape', size: 30, min: '80px', children: tape },
                        ]}
                      />
                    ),
                  },
                ]}
              />
            ),
          },
          { key: 'below', size: 36, min: '140px', children: orders },
        ]}
      />
      {ticket}
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
