import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { JournalExport } from '../../src-shared/journal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { saveAs } from '../journal/save-as.ts'
import { call, viewOf } from '../panel-client.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import type { Viewed } from './queries.ts'

type Kind = 'sales' | 'fills'

/** Tables for the tax adviser: what was sold and what came of it, and every single fill. */
export function PortfolioExports({ viewed }: { viewed: Viewed }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const save = useMutation({
    mutationFn: async (kind: Kind) => {
      const parts: string[] = []
      let count = 0
      let cursor: string | null = null
      do {
        const part: JournalExport = await partOf(kind, viewed, language, cursor)
        parts.push(part.text)
        count += part.lines
        cursor = part.cursor
      } while (cursor !== null)
      saveAs(`${kind}-${new Date().toISOString().slice(0, 10)}.csv`, parts)
      return count
    },
    onSuccess: (count) => notify(t('journal.exported', { count })),
  })
  return (
    <>
      {(['sales', 'fills'] as const).map((kind) => (
        <Button
          key={kind}
          size="compact-xs"
          variant="default"
          loading={save.isPending && save.variables === kind}
          disabled={save.isPending}
          onClick={() => save.mutate(kind)}
        >
          {t(`portfolio.exports.${kind}`)}
        </Button>
      ))}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}

function partOf(kind: Kind, viewed: Viewed, language: Language, cursor: string | null): Promise<JournalExport> {
  if (kind === 'sales') return call('portfolio.export', { ...viewed, language, cursor })
  const accountId = viewed.accounts?.[0] ?? null
  return call('fills.export', { filter: { accountId, symbol: null, from: null, until: null }, language, cursor })
}
