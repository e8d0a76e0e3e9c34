import { Button, Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { AlertSettings as Chosen } from '../../src-shared/settings.ts'
import { viewOf } from '../panel-client.ts'
import { useSaveSettings } from '../settings/use-save-settings.ts'
import { useConnected } from '../shell/known.ts'
import { ErrorNote } from '../ui/parts.tsx'
import { askToNotify, noticeOf, noticePermission } from './desktop-notice.ts'
import { soundOut } from './tone.ts'
import { showToast } from './trade-alerts.tsx'

/** Of what the window tells, and how. */
export function AlertSettings({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const connected = useConnected()
  const [permission, setPermission] = useState(noticePermission)
  const save = useSaveSettings()
  const { alerts, host } = info
  const change = (chosen: Partial<Chosen>): void => save.mutate({ alerts: { ...alerts, ...chosen } })
  const setDesktop = async (desktop: boolean): Promise<void> => {
    change({ desktop })
    if (desktop && host === 'browser') setPermission(await askToNotify())
  }
  const blocked = alerts.desktop && host === 'browser' && permission !== 'granted'
  const tryOut = (): void => {
    const text = { title: t('alerts.sample'), body: t('alerts.sampleHelp') }
    showToast({ ...text, id: 'news-sample', kind: 'exit', passes: true, replaces: [] })
    if (alerts.sound) soundOut('exit')
    if (alerts.desktop && host === 'browser') noticeOf(text, 'news-sample')
  }
  return (
    <div className="stack">
      <Switch
        label={t('alerts.exits')}
        disabled={!connected}
        checked={alerts.exits}
        onChange={(event) => change({ exits: event.currentTarget.checked })}
      />
      <Switch
        label={t('alerts.fills')}
        disabled={!connected}
        checked={alerts.fills}
        onChange={(event) => change({ fills: event.currentTarget.checked })}
      />
      <p className="soft">{t('alerts.troubleAlways')}</p>
      <Switch
        label={t('alerts.sound')}
        disabled={!connected}
        checked={alerts.sound}
        onChange={(event) => {
          const { checked } = event.currentTarget
          change({ sound: checked })
          // Heard at once, and from then on the browser lets the page be heard.
          if (checked) soundOut('exit')
        }}
      />
      <Switch
        label={t('alerts.desktop')}
        description={t('alerts.desktopHelp')}
        disabled={!connected}
        checked={alerts.desktop}
        onChange={(event) => void setDesktop(event.currentTarget.checked)}
      />
      {blocked && (
        <div className="note warn" role="status">
          {t(permission === 'missing' ? 'alerts.noDesktop' : 'alerts.notAllowed')}
        </div>
      )}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      <div className="actions">
        <Button variant="default" onClick={tryOut}>
          {t('alerts.try')}
        </Button>
      </div>
    </div>
  )
}
