import { NativeSelect, Switch } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { TradesStanding } from '../../src-shared/database-options.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { djangoTradesPolicies } from '../../src-shared/settings.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { viewOf } from '../panel-client.ts'
import { useSaveSettings } from '../settings/use-save-settings.ts'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote } from '../ui/parts.tsx'

/** Which orders get a row in Django's table of trades, and what becomes of one whose row cannot be written. */
export function DatabaseTrades({ trades, info }: { trades: TradesStanding; info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const save = useSaveSettings()
  const { djangoTrades: policy, djangoPanelTrades: ofPanel } = info
  return (
    <>
      <NativeSelect
        size="xs"
        label={t('databaseTrades.policy')}
        description={t(`databaseTrades.help.${policy}`)}
        value={policy}
        disabled={save.isPending}
        data={djangoTradesPolicies.map((value) => ({ value, label: t(`databaseTrades.policies.${value}`) }))}
        onChange={(event) => {
          const djangoTrades = djangoTradesPolicies.find((each) => each === event.currentTarget.value)
          if (djangoTrades !== undefined) save.mutate({ djangoTrades })
        }}
      />
      {policy !== 'off' && (
        <Switch
          size="xs"
          label={t('databaseTrades.panel')}
          description={t('databaseTrades.panelHelp')}
          checked={ofPanel}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ djangoPanelTrades: event.currentTarget.checked })}
        />
      )}
      {trades.waiting > 0 && (
        <div className="note warn" role="status">
          {t('databaseTrades.waiting', { number: formatDecimal(String(trades.waiting), language) })}{' '}
          {trades.problem !== null && messageText(trades.problem, language, t)}
        </div>
      )}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}
