import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { sentence } from '../../src-shared/messages/index.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { formatDateTime } from '../ui/format.ts'
import { ErrorNote } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'

/** What the check of an account took away from it, each with the way back. */
export function SwitchedOffList({ account }: { account: AccountView }): ReactNode {
  return account.switchedOff.map((off) => <OneSwitchedOff key={off.what} account={account} off={off} />)
}

function OneSwitchedOff({ account, off }: { account: AccountView; off: SwitchedOff }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const what = sentence({ key: `switchable.${off.what}`, params: {} }, language)
  const restore = useMutation({
    mutationFn: () => call('accounts.switchOn', { accountId: account.id, what: off.what }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      await queryClient.invalidateQueries({ queryKey: keys.markets(account.id) })
    },
  })
  return (
    <>
      <div className="warn small wrap">
        {t('accounts.switchedOff', { what, time: formatDateTime(off.at, language) })}{' '}
        <Button
          size="compact-xs"
          variant="default"
          loading={restore.isPending}
          aria-label={t('accounts.switchOnOf', { what, name: account.name })}
          onClick={() => restore.mutate()}
        >
          {t('accounts.switchOn')}
        </Button>
      </div>
      {restore.error !== null && <ErrorNote error={viewOf(restore.error)} />}
    </>
  )
}
