import { NativeSelect, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import type { TradesStanding } from '../../src-shared/database-options.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { djangoTradesPolicies, type SettingsChange } from '../../src-shared/settings.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient } from '../query.ts'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote } from '../ui/parts.tsx'

/** Which orders get a row in Django's table of trades, and what becomes of one whose row cannot be written. */
export function DatabaseTrades({ trades, info }: { trades: TradesStanding; info: AppInfo }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const save = useMutation({
    mutationFn: (change: SettingsChange) => call('settings.set', change),
    onSuccess: (saved) => queryClient.setQueryData(keys.info, saved),
  })
  // What was chosen shows at once.
  const chosen = save.isPending ? save.variables : {}
  const policy = chosen.djangoTrades ?? info.djangoTrades
  const ofPanel = chosen.djangoPanelTrades ?? info.djangoPanelTrades
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
