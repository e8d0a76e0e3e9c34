import { Button } from '@mantine/core'
import { IconBell, IconBellRinging } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Approvals } from '../guard/approvals.tsx'
import { useGatewayStatus, useGuard } from '../query.ts'
import { addressOf } from '../route.ts'
import { useConnected } from '../shell/known.ts'
import { Popover } from '../ui/popover.tsx'
import { AttentionDialog } from './attention-dialog.tsx'

type Shown = 'approvals' | 'needs'

/** How many things wait for a person, always at the same place; it opens what they are. */
export function AttentionControl(): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const status = useGatewayStatus().data
  const approvals = useGuard().data?.approvals.length ?? 0
  const needs = (status?.ordersInNeed ?? 0) + (status?.bracketAlarms ?? 0)
  const notices = (status?.notices.length ?? 0) + (status?.journalDamaged === true ? 1 : 0)
  const [shown, setShown] = useState<Shown | null>(null)
  const count = approvals + needs + notices
  const tone = !connected || count === 0 ? 'plain' : needs > 0 || status?.journalDamaged === true ? 'bad' : 'warn'
  const Icon = count > 0 ? IconBellRinging : IconBell
  const name = t(count > 0 ? 'attention.badge' : 'attention.none', { count })
  return (
    <>
      <span role="status" className="visually-hidden">
        {count > 0 ? name : ''}
      </span>
      <Popover
        title={t('attention.title')}
        className={`attention ${tone}`}
        testId="attention"
        label={
          <>
            <Icon size={16} aria-hidden />
            <span className="visually-hidden">{name}</span>
            <span className="num" aria-hidden="true">
              {count}
            </span>
          </>
        }
      >
        {(close) => {
          const open = (what: Shown) => () => {
            close()
            setShown(what)
          }
          return (
            <div className="stack">
              {count === 0 && <p className="soft">{t('attention.none')}</p>}
              {approvals > 0 && (
                <Button variant="default" onClick={open('approvals')}>
                  {t('approvals.badge', { count: approvals })}
                </Button>
              )}
              {needs > 0 && (
                <Button variant="default" onClick={open('needs')}>
                  {t('attention.needs', { count: needs })}
                </Button>
              )}
              {status?.journalDamaged === true && (
                <a href={addressOf('journal')} onClick={close}>
                  {t('journal.damagedLook')}
                </a>
              )}
              {(status?.notices.length ?? 0) > 0 && (
                <a href={addressOf('gateway')} onClick={close}>
                  {t('attention.notices', { count: status?.notices.length ?? 0 })}
                </a>
              )}
            </div>
          )
        }}
      </Popover>
      {shown === 'needs' && <AttentionDialog onClose={() => setShown(null)} />}
      {shown === 'approvals' && <Approvals onClose={() => setShown(null)} />}
    </>
  )
}
