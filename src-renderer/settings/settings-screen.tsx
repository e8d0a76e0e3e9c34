import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { type Language, languages } from '../../src-shared/messages/index.ts'
import { themes } from '../../src-shared/settings.ts'
import { AlertSettings } from '../alerts/alert-settings.tsx'
import { viewOf } from '../panel-client.ts'
import { gatewayName } from '../shell/gateway-name.ts'
import { WarningLimitsForm } from '../trade/warning-limits-form.tsx'
import { notify } from '../ui/notify.ts'
import { ErrorNote, Facts, Panel } from '../ui/parts.tsx'
import { WhileConnected } from '../ui/while-connected.tsx'
import { useSaveSettings } from './use-save-settings.ts'

/** What a person may choose for this gateway and its windows. */
export function SettingsScreen({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="page">
      <h2 className="page-title">{t('nav.settings')}</h2>
      <WhileConnected>
        <div className="cards">
          <Panel title={t('settings.appearance')}>
            <Appearance info={info} />
          </Panel>
          <Panel title={t('alerts.title')}>
            <AlertSettings info={info} />
          </Panel>
          <Panel title={t('warnings.settings')}>
            <WarningLimitsForm onSaved={() => notify(t('settings.saved'))} />
          </Panel>
          <Panel title={t('settings.gateway')}>
            <GatewayIdentity info={info} />
          </Panel>
        </div>
      </WhileConnected>
    </div>
  )
}

const languageNames: Record<Language, string> = { en: 'English', fr: 'Français' }

function Appearance({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const names: Record<AppInfo['theme'], string> = {
    dark: t('shell.themeDark'),
    light: t('shell.themeLight'),
    system: t('shell.themeSystem'),
  }
  return (
    <div className="stack">
      <NativeSelect
        label={t('shell.language')}
        value={info.language}
        data={languages.map((value) => ({ value, label: languageNames[value] }))}
        onChange={(event) => {
          const language = languages.find((each) => each === event.currentTarget.value)
          if (language !== undefined) save.mutate({ language })
        }}
      />
      <NativeSelect
        label={t('shell.theme')}
        value={info.theme}
        data={themes.map((value) => ({ value, label: names[value] }))}
        onChange={(event) => {
          const theme = themes.find((each) => each === event.currentTarget.value)
          if (theme !== undefined) save.mutate({ theme })
        }}
      />
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </div>
  )
}

/** What tells this gateway's windows from those of another. */
function GatewayIdentity({ info }: { info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const save = useSaveSettings()
  const [name, setName] = useState(info.gatewayName ?? '')
  const wanted = name.trim() === '' ? null : name.trim()
  return (
    <div className="stack">
      <TextInput
        label={t('settings.gatewayName')}
        description={t('settings.gatewayNameHelp')}
        placeholder={gatewayName({ ...info, gatewayName: null })}
        value={name}
        maxLength={40}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => {
          if (wanted !== info.gatewayName) save.mutate({ gatewayName: wanted })
        }}
      />
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
      <Facts
        of={[
          [t('settings.version'), info.version],
          [t('settings.dataFolder'), info.dataFolder],
        ]}
      />
    </div>
  )
}
