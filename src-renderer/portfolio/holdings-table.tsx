import { ActionIcon, Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { Fragment, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { Num, Tag } from '../ui/parts.tsx'
import { arrangeHoldings, hasCost, type HoldingSort, sortedBy, type Sorting } from './arrange-holdings.ts'
import { percentText, priceText, valueText } from './money-text.ts'
import type { AccountHoldingView, HoldingView, PortfolioView } from './queries.ts'
import { Signed } from './signed.tsx'

/** Holdings by asset; each opens into its accounts, and dust is folded. */
export function HoldingsTable({ portfolio }: { portfolio: PortfolioView }): ReactNode {
  const { t } = useTranslation()
  const [sorting, setSorting] = useState<Sorting>({ by: 'value', descending: true })
  const [showsDust, setShowsDust] = useState(false)
  const { shown, dust } = arrangeHoldings(portfolio.holdings, sorting)
  if (shown.length + dust.length === 0) return <div className="state">{t('portfolio.nothing')}</div>
  const rows = (holdings: readonly HoldingView[]): ReactNode =>
    holdings.map((holding) => <HoldingRows key={holding.asset} holding={holding} portfolio={portfolio} />)
  const head = (by: HoldingSort): ReactNode => (
    <SortHead by={by} sorting={sorting} onSort={() => setSorting(sortedBy(sorting, by))} />
  )
  return (
    <>
      <table className="grid holdings" aria-label={t('portfolio.holdings')}>
        <thead>
          <tr>
            {head('asset')}
            <th scope="col" className="end">
              {t('portfolio.total')}
            </th>
            <th scope="col" className="end">
              {t('portfolio.price', { currency: portfolio.currency })}
            </th>
            {head('value')}
            {head('share')}
            <th scope="col" className="end">
              {t('portfolio.averageCost')}
            </th>
            {head('result')}
          </tr>
        </thead>
        <tbody>
          {rows(shown)}
          {showsDust && rows(dust)}
        </tbody>
      </table>
      {dust.length > 0 && (
        <div className="portfolio-dust">
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={showsDust}
            title={t('portfolio.dustHelp')}
            onClick={() => setShowsDust(!showsDust)}
          >
            {t(showsDust ? 'portfolio.hideDust' : 'portfolio.showDust', { count: dust.length })}
          </Button>
        </div>
      )}
    </>
  )
}

interface SortHeadProps {
  readonly by: HoldingSort
  readonly sorting: Sorting
  readonly onSort: () => void
}

function SortHead({ by, sorting, onSort }: SortHeadProps): ReactNode {
  const { t } = useTranslation()
  const isSorted = sorting.by === by
  return (
    <th
      scope="col"
      className={by === 'asset' ? '' : 'end'}
      aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="sort-head" onClick={onSort}>
        {t(`portfolio.columns.${by}`)}
        <span aria-hidden>{isSorted ? (sorting.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  )
}

function HoldingRows({ holding, portfolio }: { holding: HoldingView; portfolio: PortfolioView }): ReactNode {
  const { t } = useTranslation()
  const [isOpen, setIsOpen] = useState(false)
  const { asset, accounts, dust } = holding
  return (
    <Fragment>
      <tr data-asset={asset}>
        <th scope="row">
          <span className="holding-name">
            <ActionIcon
              size={24}
              variant="subtle"
              color="gray"
              aria-expanded={isOpen}
              aria-label={t('portfolio.byAccount', { asset })}
              onClick={() => setIsOpen(!isOpen)}
            >
              {isOpen ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
            </ActionIcon>
            {asset} {dust && <Tag title={t('portfolio.dustHelp')}>{t('portfolio.dust')}</Tag>}
          </span>
        </th>
        <Cells holding={holding} currency={portfolio.currency} />
      </tr>
      {isOpen &&
        accounts.map((each) => (
          <tr key={each.accountId} className="of-account" data-account={each.accountId}>
            <th scope="row">{portfolio.accounts.find(({ id }) => id === each.accountId)?.name ?? each.accountId}</th>
            <Cells holding={each} currency={portfolio.currency} />
          </tr>
        ))}
    </Fragment>
  )
}

function Cells({ holding, currency }: { holding: HoldingView | AccountHoldingView; currency: string }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { asset, total, held, elsewhere, price, value, share, cost } = holding
  return (
    <>
      <td className="end">
        <Num value={total} />
        {held !== '0' && (
          <div className="soft small">
            {t('portfolio.held')} <Num value={held} />
          </div>
        )}
        {elsewhere !== '0' && (
          <div className="soft small" title={t('balances.elsewhereHelp')}>
            {t('portfolio.elsewhere')} <Num value={elsewhere} />
          </div>
        )}
      </td>
      <td className="end num">
        {price === null ? <span className="soft">{t('portfolio.noPrice')}</span> : priceText(price, currency, language)}
      </td>
      <td className="end num">{valueText(value, currency, language)}</td>
      <td className="end num">{percentText(share, language)}</td>
      <td className="end num">
        {cost === null ? (
          <span className="soft">{hasCost(asset, currency) ? t('portfolio.unknown') : '—'}</span>
        ) : (
          priceText(cost.averageCost, currency, language)
        )}
        {cost !== null && cost.quantity !== total && (
          <div className="soft small">
            {t('portfolio.costOf')} <Num value={cost.quantity} />
          </div>
        )}
      </td>
      <td className="end">
        {cost === null ? (
          <span className="soft">—</span>
        ) : (
          <Signed value={cost.unrealised} percent={cost.unrealisedPercent} currency={currency} />
        )}
      </td>
    </>
  )
}
