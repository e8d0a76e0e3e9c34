import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { screenQuery } from '../parts.ts'
import type { Screen } from '../route.ts'
import { Loaded, Panel } from '../ui/parts.tsx'

/** A screen whose script comes when it is first shown: at once where it is there, else when it has come. */
export function LazyScreen({ screen, info }: { screen: Screen; info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const part = useQuery(screenQuery(screen))
  if (part.data !== undefined) return <part.data.Part info={info} />
  return (
    <div className="page">
      <Panel title={t(`nav.${screen}`)}>
        {part.error === null ? (
          <Loaded query={part}>{() => null}</Loaded>
        ) : (
          <div className="state">
            <div className="note bad" role="alert">
              <strong>{t('shell.partMissing')}</strong>
              {t('shell.partMissingHelp')}
            </div>
            <div className="actions">
              {/* Some browsers remember for as long as the page lives that a script could not be fetched. */}
              <Button variant="default" onClick={() => window.location.reload()}>
                {t('shell.reload')}
              </Button>
              <Button loading={part.isFetching} onClick={() => void part.refetch()}>
                {t('common.retry')}
              </Button>
            </div>
          </div>
        )}
      </Panel>
    </div>
  )
}
