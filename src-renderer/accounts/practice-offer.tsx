import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'
import { isOnlyPractising, missingPracticeAccounts } from './practice-accounts.ts'

/** For somebody who is trying things out: a practice account on every exchange, with one click. */
export function PracticeOffer({ accounts }: { accounts: readonly AccountView[] }): ReactNode {
  const { t } = useTranslation()
  const missing = missingPracticeAccounts(accounts)
  const add = useMutation({
    mutationFn: async () => {
      const failures: unknown[] = []
      for (const account of missing) {
        try {
          const { name } = await call('accounts.add', account)
          notify(t('accounts.added', { name }))
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
    // Also after a failure: the others were added.
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.accounts }),
  })
  if (missing.length === 0 || !isOnlyPractising(accounts)) return null
  return (
    <div className="note offer">
      <span>
        {t('accounts.practiceOffer', {
          exchanges: missing.map(({ exchange }) => exchangeLabel(exchange)).join(', '),
        })}
      </span>
      <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate()}>
        {t('accounts.practiceForAll')}
      </Button>
      {add.error !== null && <ErrorNote error={viewOf(add.error)} />}
    </div>
  )
}
