import { ActionIcon, Button, Switch, Tabs } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BracketsTable } from '../brackets/brackets-table.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { BalancesTable, ofMarketFirst } from '../portfolio/balances-table.tsx'
import { useBalances, useBrackets, useHistory, useOpenOrders } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { messageText } from '../ui/error-text.ts'
import { formatTime } from '../ui/format.ts'
import { Loaded } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { CancelAll } from './cancel-all.tsx'
import { HistoryTable } from './history-table.tsx'
import { OpenOrdersTable } from './open-orders-table.tsx'

const tabs = ['open', 'brackets', 'history', 'balances'] as const
type Tab = (typeof tabs)[number]

interface OrdersPanelProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly market: MarketView | null
}

/** What stands and what was: open orders, brackets, finished orders, of every symbol or of the one looked at; balances. */
export function OrdersPanel({ account, markets, market }: OrdersPanelProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [tab, setTab] = useState<Tab>('open')
  const [cancelling, setCancelling] = useState(false)
  const connected = useConnected()
  const [onlySymbol, setOnlySymbol] = useState(false)
  const filter = onlySymbol ? (market?.symbol ?? null) : null
  const open = useOpenOrders(account.id)
  const history = useHistory(account.id, filter, tab === 'history')
  const brackets = useBrackets(account.id)
  const balances = useBalances(account.id)
  const shown = { open, brackets, history, balances }[tab]
  const matching = useOfSymbol(open.data, filter)
  const matchingBrackets = useOfSymbol(brackets.data, filter)
  const counts: Readonly<Record<Tab, number | undefined>> = {
    open: open.data?.length,
    brackets: brackets.data?.filter(({ ended }) => ended === null).length,
    history: undefined,
    balances: undefined,
  }
  const names: Readonly<Record<Tab, string>> = {
    open: t('orders.open'),
    brackets: t('brackets.title'),
    history: t('orders.history'),
    balances: t('balances.title'),
  }

  return (
    <section className="panel orders" aria-label={t('orders.strip')}>
      <Tabs
        className="strip"
        value={tab}
        keepMounted={false}
        onChange={(chosen) => setTab(tabs.find((each) => each === chosen) ?? 'open')}
      >
        <div className="panel-head">
          <Tabs.List aria-label={t('orders.strip')}>
            {tabs.map((each) => (
              <Tabs.Tab key={each} value={each}>
                {names[each]}
                {counts[each] !== undefined && <span className="count num">{counts[each]}</span>}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <span className="soft small push">
            {shown.dataUpdatedAt > 0 && t('orders.updated', { time: formatTime(shown.dataUpdatedAt, language) })}
          </span>
          <Switch
            size="xs"
            label={t('orders.onlySymbol', { symbol: market?.symbol ?? '—' })}
            checked={onlySymbol}
            disabled={market === null || tab === 'balances'}
            onChange={(event) => setOnlySymbol(event.currentTarget.checked)}
          />
          <Button size="compact-xs" variant="default" disabled={!connected} onClick={() => setCancelling(true)}>
            {t('cancelAll.open')}
          </Button>
          <ActionIcon
            size="md"
            variant="default"
            aria-label={`${t('common.refresh')} · ${names[tab]}`}
            loading={shown.isFetching && shown.data === undefined}
            onClick={() => void shown.refetch()}
          >
            <IconRefresh size={14} />
          </ActionIcon>
        </div>
        <Tabs.Panel value="open" className="panel-body flush" tabIndex={0}>
          <Loaded query={open} empty={() => (matching.length === 0 ? t('orders.noneOpen') : null)}>
            {() => (
              <OpenOrdersTable
                account={account}
                markets={markets}
                orders={matching}
                brackets={brackets.data ?? noneYet}
              />
            )}
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="brackets" className="panel-body flush" tabIndex={0}>
          <Loaded query={brackets} empty={() => (matchingBrackets.length === 0 ? t('brackets.none') : null)}>
            {() => <BracketsTable account={account} markets={markets} brackets={matchingBrackets} />}
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="history" className="panel-body flush" tabIndex={0}>
          <Loaded
            query={history}
            empty={({ orders, notes }) => (orders.length + notes.length === 0 ? t('orders.noneClosed') : null)}
          >
            {({ orders, notes }) => (
              <>
                {notes.map((note) => (
                  <p key={note.key} role="note" className="soft small">
                    {messageText(note, language, t)}
                  </p>
                ))}
                <HistoryTable orders={orders} />
              </>
            )}
          </Loaded>
        </Tabs.Panel>
        <Tabs.Panel value="balances" className="panel-body flush" tabIndex={0}>
          <Loaded query={balances} empty={(list) => (list.length === 0 ? t('balances.none') : null)}>
            {(list) => <BalancesTable balances={ofMarketFirst(list, market)} market={market} />}
          </Loaded>
        </Tabs.Panel>
      </Tabs>
      {cancelling && <CancelAll account={account} onClose={() => setCancelling(false)} />}
    </section>
  )
}

const noneYet: readonly never[] = []

/** Those of one symbol, or all; the same list as long as nothing changed. */
function useOfSymbol<Row extends { readonly symbol: string }>(
  rows: readonly Row[] = noneYet,
  symbol: string | null,
): readonly Row[] {
  return useMemo(() => (symbol === null ? rows : rows.filter((row) => row.symbol === symbol)), [rows, symbol])
}
