import { IconPlugConnected, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useGatewayStatus, useStreams } from '../query.ts'
import { Popover } from '../ui/popover.tsx'
import { useSelectedAccount } from './account.ts'
import { Connections } from './connections.tsx'
import { useConnected, useKnown } from './known.ts'
import { RedisState } from './redis-state.tsx'
import { standingOf } from './standing.ts'

/** How everything the window hangs on stands, in one word; opens what stands how. */
export function ConnectionControl(): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const status = useGatewayStatus()
  const known = useKnown(status)
  const account = useSelectedAccount()
  const streams = useStreams(account?.id ?? null).data
  const standing = standingOf({
    connected,
    heard: known !== null || status.data === undefined,
    redis: known?.redis ?? null,
    stream: account === null ? null : (streams?.account ?? null),
  })
  const word = t(`standing.${standing.word}`)
  const Icon = standing.tone === 'bad' ? IconPlugConnectedX : IconPlugConnected
  return (
    <>
      {/* Beside the button: of what is inside one nobody wants every change read out. */}
      <span role="status" className="visually-hidden">
        {word}
      </span>
      <Popover
        title={t('connections.title')}
        className={`standing ${standing.tone}`}
        testId="connection"
        name={`${t('connections.title')}: ${word}`}
        label={
          <>
            <Icon size={16} aria-hidden />
            <span className="word">{word}</span>
          </>
        }
      >
        {() => (
          <div className="stack">
            <p>{t(`standingHelp.${standing.word}`)}</p>
            <RedisState />
            <Connections />
          </div>
        )}
      </Popover>
    </>
  )
}
