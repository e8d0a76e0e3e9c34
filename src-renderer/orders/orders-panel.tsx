import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { useHistory, useOpenOrders } from '../query.ts'
import { formatTime } from '../ui/format.ts'
import { Loaded } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { HistoryTable, OpenOrdersTable } from './orders-tables.tsx'

const tabs = ['open', 'history'] as const
type Tab = (typeof tabs)[number]

interface OrdersPanelProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly symbol: string | null
}

/** Open orders and finished ones, of every symbol or of the one looked at. */
export function OrdersPanel({ account, markets, symbol }: OrdersPanelProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = useId()
  const [tab, setTab] = useState<Tab>('open')
  const [onlySymbol, setOnlySymbol] = useState(false)
  const filter = onlySymbol ? symbol : null
  const open = useOpenOrders(account.id)
  const history = useHistory(account.id, filter, tab === 'history')
  const shown = tab === 'open' ? open : history
  const matching = (open.data ?? []).filter((order) => filter === null || order.symbol === filter)

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const next = tab === 'open' ? 'history' : 'open'
    setTab(next)
    document.getElementById(`${id}-${next}`)?.focus()
  }

  return (
    <section className="panel orders" aria-label={t('orders.open')}>
      <div className="panel-head">
        <div className="tabs" role="tablist" aria-label={t('orders.open')} onKeyDown={onKeyDown}>
          {tabs.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`${id}-${each}`}
              aria-selected={tab === each}
              aria-controls={`${id}-panel`}
              tabIndex={tab === each ? 0 : -1}
              onClick={() => setTab(each)}
            >
              {t(`orders.${each}`)}
              {each === 'open' && open.data !== undefined && (
                <span className="count">{open.data.length}</span>
              )}
            </button>
          ))}
        </div>
        <span className="soft small push">
          {shown.dataUpdatedAt > 0 &&
            t('orders.updated', { time: formatTime(shown.dataUpdatedAt, language) })}
        </span>
        <NativeSelect
          aria-label={t('orders.symbolFilter')}
          value={onlySymbol ? 'one' : 'all'}
          data={[
            { value: 'all', label: t('orders.allSymbols') },
            {
              value: 'one',
              label: t('orders.onlySymbol', { symbol: symbol ?? '—' }),
              disabled: symbol === null,
            },
          ]}
          onChange={(event) => setOnlySymbol(event.currentTarget.value === 'one')}
        />
        <ActionIcon
          size="md"
          variant="default"
          aria-label={`${t('common.refresh')} · ${t(`orders.${tab}`)}`}
          loading={shown.isFetching && shown.data === undefined}
          onClick={() => void shown.refetch()}
        >
          <IconRefresh size={14} />
        </ActionIcon>
      </div>
      <div
        className="panel-body flush"
        id={`${id}-panel`}
        role="tabpanel"
        aria-labelledby={`${id}-${tab}`}
        tabIndex={0}
      >
        {tab === 'open' ? (
          <Loaded query={open} empty={() => (matching.length === 0 ? t('orders.noneOpen') : null)}>
            {() => <OpenOrdersTable account={account} markets={markets} orders={matching} />}
          </Loaded>
        ) : (
          <Loaded query={history} empty={(list) => (list.length === 0 ? t('orders.noneClosed') : null)}>
            {(list) => <HistoryTable orders={list} />}
          </Loaded>
        )}
      </div>
    </section>
  )
}
