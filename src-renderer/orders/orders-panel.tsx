import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BracketsTable } from '../brackets/brackets-table.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { useBrackets, useHistory, useOpenOrders } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { messageText } from '../ui/error-text.ts'
import { formatTime } from '../ui/format.ts'
import { Loaded } from '../ui/parts.tsx'
import type { AccountView, MarketView } from '../views.ts'
import { CancelAll } from './cancel-all.tsx'
import { HistoryTable } from './history-table.tsx'
import { OpenOrdersTable } from './open-orders-table.tsx'

const tabs = ['open', 'brackets', 'history'] as const
type Tab = (typeof tabs)[number]

interface OrdersPanelProps {
  readonly account: AccountView
  readonly markets: readonly MarketView[]
  readonly symbol: string | null
}

/** Open orders, brackets and finished orders, of every symbol or of the one looked at. */
export function OrdersPanel({ account, markets, symbol }: OrdersPanelProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const id = useId()
  const [tab, setTab] = useState<Tab>('open')
  const [cancelling, setCancelling] = useState(false)
  const connected = useConnected()
  const [onlySymbol, setOnlySymbol] = useState(false)
  const filter = onlySymbol ? symbol : null
  const open = useOpenOrders(account.id)
  const history = useHistory(account.id, filter, tab === 'history')
  const brackets = useBrackets(account.id)
  const shown = { open, brackets, history }[tab]
  const matching = useOfSymbol(open.data, filter)
  const matchingBrackets = useOfSymbol(brackets.data, filter)
  const counts = {
    open: open.data?.length,
    brackets: brackets.data?.filter(({ ended }) => ended === null).length,
    history: undefined,
  }

  const nameOf = (each: Tab): string => (each === 'brackets' ? t('brackets.title') : t(`orders.${each}`))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    const step = event.key === 'ArrowRight' ? 1 : tabs.length - 1
    const next = tabs[(tabs.indexOf(tab) + step) % tabs.length] ?? 'open'
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
              {nameOf(each)}
              {counts[each] !== undefined && <span className="count">{counts[each]}</span>}
            </button>
          ))}
        </div>
        <span className="soft small push">
          {shown.dataUpdatedAt > 0 && t('orders.updated', { time: formatTime(shown.dataUpdatedAt, language) })}
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
        <Button size="compact-xs" variant="default" disabled={!connected} onClick={() => setCancelling(true)}>
          {t('cancelAll.open')}
        </Button>
        <ActionIcon
          size="md"
          variant="default"
          aria-label={`${t('common.refresh')} · ${nameOf(tab)}`}
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
        {tab === 'brackets' && (
          <Loaded query={brackets} empty={() => (matchingBrackets.length === 0 ? t('brackets.none') : null)}>
            {() => <BracketsTable account={account} markets={markets} brackets={matchingBrackets} />}
          </Loaded>
        )}
        {tab === 'open' && (
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
        )}
        {tab === 'history' && (
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
        )}
      </div>
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
