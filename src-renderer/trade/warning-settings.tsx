import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../ui/dialog.tsx'
import { WarningLimitsForm } from './warning-limits-form.tsx'

/** The limits of warnings, from the order ticket. */
export function WarningSettings({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useTranslation()
  const cancel = (
    <Button variant="default" onClick={onClose}>
      {t('common.cancel')}
    </Button>
  )
  return (
    <Dialog onClose={onClose} title={t('warnings.settings')}>
      <WarningLimitsForm onSaved={onClose} cancel={cancel} />
    </Dialog>
  )
}
