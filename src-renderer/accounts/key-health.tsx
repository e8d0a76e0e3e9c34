import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeyReport } from '../../src-shared/account.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { forgetAccount, keys, queryClient } from '../query.ts'
import { messageText } from '../ui/error-text.ts'
import { formatDateTime } from '../ui/format.ts'
import { ErrorNote, ErrorText, Tag } from '../ui/parts.tsx'
import type { AccountView } from '../views.ts'
import { keyFindings } from './key-findings.ts'
import { SwitchedOffList } from './switched-off.tsx'

const storedTones = { keychain: 'good', this_run_only: 'warn', missing: 'bad' } as const

/** Where an account's key is and what was last found out about it. */
export function KeyHealthCell({ account, now }: { account: AccountView; now: number }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { health } = account
  return (
    <div className="stack tight">
      <div className="tags">
        {account.practice ? (
          <Tag>{t('accounts.credentials.practice')}</Tag>
        ) : (
          <Tag tone={storedTones[account.credentials]}>{t(`accounts.credentials.${account.credentials}`)}</Tag>
        )}
        {account.blocked && <Tag tone="bad">{t('accounts.blocked')}</Tag>}
        {health.state === 'checked' && (
          <KeyFindings report={health.report} accepted={account.withdrawalAccepted} now={now} />
        )}
        {health.state === 'failed' && <Tag tone="warn">{t('accounts.health.failed')}</Tag>}
      </div>
      {health.state === 'checked' && (
        <div className="soft small">
          {health.report.accountKind} · {t('accounts.checkedAt', { time: formatDateTime(health.at, language) })}
        </div>
      )}
      {health.state === 'checked' &&
        health.report.notes.map((note) => (
          <div key={note.key} className="soft small wrap">
            {messageText(note, language, t)}
          </div>
        ))}
      {health.state === 'failed' && (
        <div className="soft small wrap">
          <ErrorText error={health.error} />
        </div>
      )}
      {account.blocked && <Blocked account={account} />}
      <SwitchedOffList account={account} />
    </div>
  )
}

interface KeyFindingsProps {
  readonly report: KeyReport
  readonly accepted: boolean
  readonly now: number
}

function KeyFindings({ report, accepted, now }: KeyFindingsProps): ReactNode {
  const { t } = useTranslation()
  return keyFindings(report, accepted, now).map((finding) => (
    <Tag key={finding.kind} tone={finding.tone}>
      {finding.kind === 'expires'
        ? t('accounts.health.expires', { days: finding.days })
        : t(`accounts.health.${finding.kind}`)}
    </Tag>
  ))
}

/** A key that can withdraw is not used until a person says so. */
function Blocked({ account }: { account: AccountView }): ReactNode {
  const { t } = useTranslation()
  const accept = useMutation({
    mutationFn: () => call('accounts.acceptWithdrawals', { accountId: account.id }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      forgetAccount(account.id)
    },
  })
  return (
    <>
      <div className="bad small wrap">{t('accounts.blockedHelp')}</div>
      <div>
        <Button
          size="compact-xs"
          variant="default"
          loading={accept.isPending}
          aria-label={t('accounts.acceptOf', { name: account.name })}
          onClick={() => accept.mutate()}
        >
          {t('accounts.accept')}
        </Button>
      </div>
      {accept.error !== null && <ErrorNote error={viewOf(accept.error)} />}
    </>
  )
}
