import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '../../src-shared/contract.ts'
import type { JournalFilter } from '../../src-shared/journal.ts'
import { call, viewOf } from '../panel-client.ts'
import { notify } from '../ui/notify.ts'
import { ErrorNote } from '../ui/parts.tsx'
import { saveAs } from './save-as.ts'

type Format = CallInput<'journal.export'>['format']

/** The lines that the filter lets through, as a file: fetched part by part, then given to the browser to save. */
export function ExportButtons({ filter }: { filter: JournalFilter }): ReactNode {
  const { t } = useTranslation()
  const save = useMutation({
    mutationFn: async (format: Format) => {
      const parts: string[] = []
      let count = 0
      let cursor: string | null = null
      do {
        const part: Awaited<ReturnType<typeof call<'journal.export'>>> = await call('journal.export', {
          filter,
          format,
          cursor,
        })
        parts.push(part.text)
        count += part.lines
        cursor = part.cursor
      } while (cursor !== null)
      saveAs(`journal-${new Date().toISOString().slice(0, 10)}.${format}`, parts)
      return count
    },
    onSuccess: (count) => notify(t('journal.exported', { count })),
  })
  const button = (format: Format, label: string): ReactNode => (
    <Button
      size="compact-xs"
      variant="default"
      loading={save.isPending && save.variables === format}
      disabled={save.isPending}
      onClick={() => save.mutate(format)}
    >
      {label}
    </Button>
  )
  return (
    <>
      {button('csv', t('journal.exportCsv'))}
      {button('jsonl', t('journal.exportJson'))}
      {save.error !== null && <ErrorNote error={viewOf(save.error)} />}
    </>
  )
}
