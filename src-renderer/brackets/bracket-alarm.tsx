import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { refreshAccount } from '../query.ts'
import { useConnected } from '../shell/known.ts'
import { messageText } from '../ui/error-text.ts'
import { ErrorNote } from '../ui/parts.tsx'
import type { BracketView } from '../views.ts'

/** What a bracket has to say, until the person has read it. */
export function BracketAlarm({ bracket }: { bracket: BracketView }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { id: bracketId, accountId, alarm, ended, symbol } = bracket
  const connected = useConnected()
  const seen = useMutation({
    mutationFn: () => call('brackets.acknowledge', { accountId, bracketId }),
    retry: false,
    onSettled: () => refreshAccount(accountId),
  })
  if (alarm === null) return null
  return (
    <div className="note bad alarm-note" role="alert">
      <span>{messageText(alarm, language, t)}</span>
      {ended === null && (
        <Button
          size="compact-xs"
          variant="default"
          loading={seen.isPending}
          disabled={!connected}
          aria-label={t('brackets.acknowledgeOf', { symbol })}
          onClick={() => seen.mutate()}
        >
          {t('brackets.acknowledge')}
        </Button>
      )}
      {seen.error !== null && <ErrorNote error={viewOf(seen.error)} />}
    </div>
  )
}
