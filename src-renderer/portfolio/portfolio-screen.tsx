import './portfolio.css'
import { NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { reportingCurrencies } from '../../src-shared/portfolio/conversion.ts'
import { costMethods } from '../../src-shared/portfolio/cost-basis.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useAccounts } from '../query.ts'
import { ErrorNote, ErrorText, Loaded, Panel } from '../ui/parts.tsx'
import { WhileConnected } from '../ui/while-connected.tsx'
import { HoldingsTable } from './holdings-table.tsx'
import { ImportFills } from './import-fills.tsx'
import { PortfolioExports } from './portfolio-exports.tsx'
import { type PortfolioView, usePortfolio, type Viewed } from './queries.ts'
import { ResultsPanel } from './results-panel.tsx'
import { ValuePanel } from './value-panel.tsx'

/** What all accounts hold, what it is worth, what it has cost and what came of it. */
export function PortfolioScreen({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const [accountId, setAccountId] = useState<string | null>(null)
  const { currency, method } = info.portfolio
  const viewed: Viewed = { currency, method, accounts: accountId === null ? null : [accountId] }
  const portfolio = usePortfolio(viewed)
  return (
    <div className="page portfolio">
      <WhileConnected>
        <ViewedBar info={info} accountId={accountId} onAccount={setAccountId} />
        <Loaded query={portfolio} empty={(data) => (data.accounts.length === 0 ? t('portfolio.noAccount') : null)}>
          {(data) => (
            <>
              <Unreachable portfolio={data} />
              <div className="portfolio-columns">
                <div className="portfolio-column">
                  <ValuePanel portfolio={data} viewed={viewed} />
                  <Panel title={t('portfolio.holdings')} flush>
                    <HoldingsTable portfolio={data} />
                  </Panel>
                </div>
                <div className="portfolio-column">
                  <ResultsPanel viewed={viewed} head={<PortfolioExports viewed={viewed} />} />
                  <ImportFills portfolio={data} />
                </div>
              </div>
            </>
          )}
        </Loaded>
      </WhileConnected>
    </div>
  )
}

interface ViewedBarProps {
  readonly info: AppInfo
  readonly accountId: string | null
  readonly onAccount: (accountId: string | null) => void
}

function ViewedBar({ info, accountId, onAccount }: ViewedBarProps): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const { portfolio } = info
  const choose = useMutation({
    mutationFn: (change: Partial<AppInfo['portfolio']>) =>
      call('settings.set', { portfolio: { ...portfolio, ...change } }),
    onSuccess: (chosen) => queryClient.setQueryData(keys.info, chosen),
  })
  return (
    <div className="portfolio-bar" role="group" aria-label={t('portfolio.viewed')}>
      <NativeSelect
        label={t('portfolio.accounts')}
        value={accountId ?? ''}
        data={[
          { value: '', label: t('portfolio.allAccounts') },
          ...accounts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => onAccount(value === '' ? null : value)}
      />
      <NativeSelect
        label={t('portfolio.currency')}
        value={portfolio.currency}
        data={[...reportingCurrencies]}
        onChange={({ currentTarget: { value } }) => {
          const currency = reportingCurrencies.find((each) => each === value)
          if (currency !== undefined) choose.mutate({ currency })
        }}
      />
      <NativeSelect
        label={t('portfolio.method')}
        value={portfolio.method}
        data={costMethods.map((value) => ({ value, label: t(`portfolio.methods.${value}`) }))}
        onChange={({ currentTarget: { value } }) => {
          const method = costMethods.find((each) => each === value)
          if (method !== undefined) choose.mutate({ method })
        }}
      />
      <p className="soft small portfolio-help">{t(`portfolio.methodHelp.${portfolio.method}`)}</p>
      {choose.error !== null && <ErrorNote error={viewOf(choose.error)} />}
    </div>
  )
}

/** Accounts that are not in what is shown, and why. */
function Unreachable({ portfolio }: { portfolio: PortfolioView }): ReactNode {
  const { t } = useTranslation()
  return portfolio.accounts.map(({ id, name, error }) =>
    error === null ? null : (
      <div key={id} className="note warn" role="status">
        <strong>{t('portfolio.unreachable', { name })}</strong>
        <ErrorText error={error} />
      </div>
    ),
  )
}
