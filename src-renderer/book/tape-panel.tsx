import './book.css'
import { memo, type ReactNode, useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { formatTime, stepDecimals } from '../ui/format.ts'
import { Panel, Tag } from '../ui/parts.tsx'
import { useWatchState } from '../use-watch.ts'
import type { AccountView, MarketView, PublicTradeView } from '../views.ts'
import { withTrades } from './tape.ts'

interface TapePanelProps {
  readonly account: AccountView
  readonly market: MarketView | null
}

/** What strangers trade on a market, as it happens. */
export function TapePanel({ account, market }: TapePanelProps): ReactNode {
  const { t } = useTranslation()
  if (market !== null) return <TapeOf key={`${account.id} ${market.symbol}`} account={account} market={market} />
  return (
    <Panel title={t('tape.title')} className="tape-panel">
      <div className="state">{t('price.chooseSymbol')}</div>
    </Panel>
  )
}

const noTrades: readonly PublicTradeView[] = []

function TapeOf({ account, market }: { readonly account: AccountView; readonly market: MarketView }): ReactNode {
  const { t } = useTranslation()
  const [trades, setTrades] = useState(noTrades)
  const take = useCallback((told: readonly PublicTradeView[]) => setTrades((known) => withTrades(known, told)), [])
  const feed = useWatchState('market.trades', { accountId: account.id, symbol: market.symbol }, take)
  const isPast = feed === 'stale' || (feed === 'waiting' && trades.length > 0)
  const decimals = stepDecimals(market.tickSize)
  return (
    <Panel title={t('tape.title')} className="tape-panel" flush head={isPast && <Tag tone="warn">{t('book.old')}</Tag>}>
      {trades.length === 0 ? (
        <div className="state" role="status">
          {t(feed === 'refused' ? 'tape.notPushed' : 'tape.none')}
        </div>
      ) : (
        <table className="tape num">
          <thead>
            <tr className="soft">
              <th>{t('orders.time')}</th>
              <th className="end" title={market.quote}>
                {t('book.price')}
              </th>
              <th className="end" title={market.base}>
                {t('book.quantity')}
              </th>
            </tr>
          </thead>
          <tbody>
            {trades.map((trade) => (
              <Trade key={trade.id} trade={trade} decimals={decimals} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}

interface TradeProps {
  readonly trade: PublicTradeView
  readonly decimals: number
}

const Trade = memo(function Trade({ trade, decimals }: TradeProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { time, price, quantity, takerSide } = trade
  return (
    <tr>
      <td className="soft">{formatTime(time, language)}</td>
      <td className={`end ${takerSide}`}>
        <span aria-hidden>{takerSide === 'buy' ? '▲' : '▼'} </span>
        <span className="visually-hidden">{t(`side.${takerSide}`)} </span>
        {formatDecimal(price, language, { minDecimals: decimals })}
      </td>
      <td className="end">{formatDecimal(quantity, language)}</td>
    </tr>
  )
})
