import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount } from '../query.ts'
import { AccountName } from '../shell/money-note.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Facts, Num } from '../ui/parts.tsx'
import type { AccountView, BracketView } from '../views.ts'

interface ReleaseBracketProps {
  readonly account: AccountView
  readonly bracket: BracketView
  readonly onClose: () => void
}

/** Gives both exits up: nothing protects what was bought any more. */
export function ReleaseBracket({ account, bracket, onClose }: ReleaseBracketProps): ReactNode {
  const { t } = useTranslation()
  const { symbol, remaining } = bracket
  const release = useMutation({
    mutationFn: () => call('brackets.release', { accountId: account.id, bracketId: bracket.id }),
    retry: false,
    onSuccess: () => {
      notify(t('brackets.released', { symbol }))
      onClose()
    },
    onSettled: () => refreshAccount(account.id),
  })
  return (
    <Dialog onClose={onClose} title={t('brackets.releaseTitle', { symbol })}>
      <div className="stack">
        <Facts
          of={[
            [t('confirm.account'), <AccountName key="account" account={account} />],
            [t('orders.symbol'), symbol],
            [t('brackets.remaining'), <Num key="remaining" value={remaining} />],
          ]}
        />
        <div className="note warn">{t('brackets.releaseHelp')}</div>
        {release.error !== null && <ErrorNote error={viewOf(release.error)} />}
        <div className="actions">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('orders.keep')}
          </Button>
          <Button className="execute-sell" loading={release.isPending} onClick={() => release.mutate()}>
            {t('brackets.releaseConfirm')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
