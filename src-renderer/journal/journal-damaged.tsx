import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useGatewayStatus } from '../query.ts'
import { Dialog } from '../ui/dialog.tsx'
import { messageText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'

/** What happened to the journal, and the way to a new one. */
export function JournalDamaged(): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const status = useGatewayStatus().data
  const [isAsked, setAsked] = useState(false)
  const renew = useMutation({
    mutationFn: () => call('journal.renew', {}),
    onSuccess: async () => {
      notify(t('journal.renewed'))
      setAsked(false)
      await Promise.all(
        [keys.gateway, keys.guard, keys.journal].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
      )
    },
  })
  if (status?.journalDamaged !== true) return null
  const notice = status.notices.find(({ key }) => isAboutJournal(key))
  return (
    <div className="note bad" role="alert">
      <strong>{t('journal.damagedBanner')}</strong>
      {notice !== undefined && messageText(notice, language, t)}
      <div className="actions">
        <Button onClick={() => setAsked(true)}>{t('journal.renew')}</Button>
      </div>
      {isAsked && (
        <Dialog onClose={() => setAsked(false)} title={t('journal.renewTitle')}>
          <div className="stack">
            <p>{t('journal.renewHelp')}</p>
            {renew.error !== null && <ErrorNote error={viewOf(renew.error)} />}
            <div className="actions">
              <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
                {t('common.cancel')}
              </Button>
              <Button className="execute-sell" loading={renew.isPending} onClick={() => renew.mutate()}>
                {t('journal.renew')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </div>
  )
}

const isAboutJournal = (key: string): boolean =>
  ['order.journal_damaged', 'order.journal_gone', 'order.journal_gone_unsaved'].includes(key)
