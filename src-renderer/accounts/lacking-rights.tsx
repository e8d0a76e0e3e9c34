import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { DatabaseRights } from '../../src-shared/database-options.ts'
import { absentNames, Grants } from '../gateway/database-look.tsx'

interface Props {
  readonly rights: DatabaseRights
  readonly isLooking: boolean
  readonly onLookAgain: () => void
}

/** That the login may not read Django's brokers, and what its administrator has to run. */
export function LackingRights({ rights: { lacks, grants }, isLooking, onLookAgain }: Props): ReactNode {
  const { t } = useTranslation()
  const absent = absentNames(lacks)
  return (
    <>
      <div className="note warn" role="status">
        {grants.length > 0 && t('takeOver.lacking')}
        {absent.length > 0 && t('databaseOptions.absent', { names: absent.join(', ') })}
      </div>
      {grants.length > 0 && <Grants statements={grants} title={t('databaseOptions.grants')} isOpen />}
      <div className="actions">
        <Button variant="default" loading={isLooking} onClick={onLookAgain}>
          {t('takeOver.lookAgain')}
        </Button>
      </div>
    </>
  )
}
