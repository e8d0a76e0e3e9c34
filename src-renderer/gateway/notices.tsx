import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import type { AccountDraft } from '../accounts/account-draft.ts'
import { AddAccount } from '../accounts/add-account.tsx'
import { TakeOver } from '../accounts/take-over.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { messageText } from '../ui/error-text.ts'

type Notice = CallOutput<'gateway.status'>['notices'][number]

interface NoticesProps {
  readonly notices: readonly Notice[]
  readonly info: AppInfo
  /** Django's database is there: what it has can be taken over from it. */
  readonly hasDatabase: boolean
}

/** What a person should know of the gateway's files, keys and senders. */
export function Notices({ notices, info, hasDatabase }: NoticesProps): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [takesOver, setTakesOver] = useState(false)
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
            role={notice.params.brokerId === undefined && !isOffer(notice) ? 'alert' : 'note'}
          >
            {messageText(notice, language, t)}{' '}
            {known !== null && (
              <Button size="compact-xs" variant="default" onClick={() => setWanted(known)}>
                {t('gateway.addBroker', { brokerId: known.brokerId ?? '' })}
              </Button>
            )}{' '}
            {hasDatabase && (known !== null || isOffer(notice)) && (
              <Button size="compact-xs" variant="default" onClick={() => setTakesOver(true)}>
                {t('takeOver.open')}
              </Button>
            )}
          </div>
        )
      })}
      {takesOver && <TakeOver info={info} onClose={() => setTakesOver(false)} />}
      {wanted !== null && <AddAccount info={info} known={wanted} onClose={() => setWanted(null)} />}
    </>
  )
}

/** Whether something is different in Django that can be taken over. */
function isOffer({ key }: Notice): boolean {
  return key === 'take_over.new_brokers' || key === 'take_over.key_changed' || key === 'take_over.key_differs'
}

/** The account that Django asks for in vain; null: the notice is about something else. */
function accountWanted({ key, params }: Notice): Partial<AccountDraft> | null {
  const { brokerId, userId } = params
  if (key !== 'redis.broker_wanted' || brokerId === undefined || userId === undefined) return null
  return { brokerId, userId, redisPermission: 'read' }
}
