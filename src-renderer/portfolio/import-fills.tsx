import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '../../src-shared/contract.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { formatDateTime } from '../ui/format.ts'
import { ErrorNote, ErrorText, Loaded, Panel } from '../ui/parts.tsx'
import type { PortfolioView } from './queries.ts'

type Import = CallOutput<'fills.imports'>[number]

/** How far the fills of each account are known, on which every cost and result stands, and how to have more of them. */
export function ImportFills({ portfolio }: { portfolio: PortfolioView }): ReactNode {
  const { t } = useTranslation()
  const imports = useQuery({ queryKey: [...keys.fills, 'imports'], queryFn: () => call('fills.imports', {}) })
  return (
    <Panel title={t('portfolio.imports')}>
      <p className="soft small">{t('portfolio.importsHelp')}</p>
      <Loaded query={imports}>
        {(list) => (
          <ul className="portfolio-imports">
            {portfolio.accounts.map(({ id, name }) => {
              const found = list.find(({ accountId }) => accountId === id)
              return found === undefined ? null : <AccountImport key={id} name={name} standing={found} />
            })}
          </ul>
        )}
      </Loaded>
    </Panel>
  )
}

function AccountImport({ name, standing }: { name: string; standing: Import }): ReactNode {
  const { t } = useTranslation()
  const { accountId, state, error } = standing
  const isWanted = state !== 'idle'
  const change = useMutation({
    mutationFn: () => call('fills.import', { accountId, action: isWanted ? 'stop' : 'start', symbols: [] }),
    onSuccess: (list) => queryClient.setQueryData([...keys.fills, 'imports'], list),
  })
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <div className="soft small" role="status">
          <Standing standing={standing} />
        </div>
        {error !== null && (
          <div className="small">
            <ErrorText error={error} />
          </div>
        )}
        {change.error !== null && <ErrorNote error={viewOf(change.error)} />}
      </div>
      <Button
        size="compact-xs"
        variant="default"
        loading={change.isPending}
        aria-label={`${t(isWanted ? 'portfolio.importStop' : 'portfolio.importStart')} · ${name}`}
        onClick={() => change.mutate()}
      >
        {t(isWanted ? 'portfolio.importStop' : 'portfolio.importStart')}
      </Button>
    </li>
  )
}

function Standing({ standing }: { standing: Import }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { state, symbol, count, done, total, known } = standing
  if (state === 'running') return t('portfolio.importRunning', { symbol: symbol ?? '', count, done, total })
  if (state === 'waiting' || state === 'failed') return t(`portfolio.importStates.${state}`, { count })
  if (known === null) return t('portfolio.fillsUnknown')
  if (known.complete) return t('portfolio.fillsComplete')
  return known.since === null
    ? t('portfolio.fillsUnknown')
    : t('portfolio.fillsSince', { time: formatDateTime(known.since, language) })
}
