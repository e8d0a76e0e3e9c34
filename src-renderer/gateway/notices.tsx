import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import type { AccountDraft } from '../accounts/account-draft.ts'
import { AddAccount } from '../accounts/add-account.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { messageText } from '../ui/error-text.ts'

type Notice = CallOutput<'gateway.status'>['notices'][number]

interface NoticesProps {
  readonly notices: readonly Notice[]
  readonly info: AppInfo
}

/** What a person should know of the gateway's files, keys and senders. */
export function Notices({ notices, info }: NoticesProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [wanted, setWanted] = useState<Partial<AccountDraft> | null>(null)
  return (
    <>
      {notices.map((notice) => {
        const known = accountWanted(notice)
        return (
          // What Django asks for changes with every request: no reason to read it out each time.
          <div
            key={`${notice.key} ${notice.params.brokerId ?? JSON.stringify(notice.params)}`}
            className="note warn"
            role={notice.params.brokerId === undefined ? 'alert' : 'note'}
          >
            {messageText(notice, language, t)}{' '}
            {known !== null && (
              <Button size="compact-xs" variant="default" onClick={() => setWanted(known)}>
                {t('gateway.addBroker', { brokerId: known.brokerId ?? '' })}
              </Button>
            )}
          </div>
        )
      })}
      {wanted !== null && <AddAccount info={info} known={wanted} onClose={() => setWanted(null)} />}
    </>
  )
}

/** The account that Django asks for in vain; null: the notice is about something else. */
function accountWanted({ key, params }: Notice): Partial<AccountDraft> | null {
  const { brokerId, userId } = params
  if (key !== 'redis.broker_wanted' || brokerId === undefined || userId === undefined) return null
  return { brokerId, userId, redisPermission: 'read' }
}
