import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type JournalFilter, wholeJournal } from '../../src-shared/journal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { OrderEnd } from '../orders/order-end.tsx'
import { call } from '../panel-client.ts'
import { keys, useAccounts } from '../query.ts'
import { formatDateTime } from '../ui/format.ts'
import { ErrorText, Loaded, Panel, Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { WhileConnected } from '../ui/while-connected.tsx'
import { ExportButtons } from './export-buttons.tsx'
import { FilterBar } from './filter-bar.tsx'
import { JournalDamaged } from './journal-damaged.tsx'
import { LineDetail } from './line-detail.tsx'
import { kindOf, stateTones, type Line } from './line.ts'

const linesPerPage = 100

/** Every intent, answer and change: looked through, looked into, taken along. */
export function JournalScreen(): ReactNode {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<JournalFilter>(wholeJournal)
  const [asked] = useDebouncedValue(filter, 250)
  const [open, setOpen] = useState<Line | null>(null)
  const pages = useInfiniteQuery({
    queryKey: keys.journalLines(asked),
    queryFn: ({ pageParam }) => call('journal.search', { filter: asked, cursor: pageParam, limit: linesPerPage }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.cursor,
  })
  return (
    <div className="page">
      <WhileConnected>
        <JournalDamaged />
        <Panel
          title={t('journal.title')}
          className="journal"
          flush
          head={
            <div className="push row-actions">
              <Button
                size="compact-xs"
                variant="default"
                loading={pages.isFetching && !pages.isFetchingNextPage}
                onClick={() => void pages.refetch()}
              >
                {t('common.refresh')}
              </Button>
              <ExportButtons filter={filter} />
            </div>
          }
        >
          <FilterBar filter={filter} onChange={setFilter} />
          <Loaded query={pages} empty={(data) => (data.pages[0]?.lines.length === 0 ? t('journal.none') : null)}>
            {(data) => <Lines lines={data.pages.flatMap(({ lines }) => lines)} open={setOpen} />}
          </Loaded>
          {pages.hasNextPage && (
            <div className="state">
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('journal.more')}
              </Button>
            </div>
          )}
        </Panel>
      </WhileConnected>
      {open !== null && <LineDetail line={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

function Lines({ lines, open }: { lines: readonly Line[]; open: (line: Line) => void }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const names = new Map((useAccounts().data ?? []).map(({ id, name }) => [id, name]))
  return (
    <Table
      withActions
      label={t('journal.title')}
      columns={[
        t('journal.time'),
        t('journal.kind'),
        t('journal.origin'),
        t('journal.account'),
        t('journal.symbol'),
        t('journal.outcome'),
        t('journal.said'),
        { end: t('common.actions') },
      ]}
    >
      {lines.map((line) => (
        <tr key={line.line === 'operation' ? `o${line.journalId}` : `c${line.id}`}>
          <td className="num">{formatDateTime(line.at, language)}</td>
          <td>{t(`journal.kinds.${kindOf(line)}`)}</td>
          <td>{t(`journal.origins.${line.origin.kind}`)}</td>
          <td>{line.accountId === null ? '—' : (names.get(line.accountId) ?? line.accountId)}</td>
          <td>{line.line === 'operation' ? (line.symbol ?? '—') : '—'}</td>
          <td>
            {line.line === 'operation' ? (
              <Tag tone={stateTones[line.state]}>{t(`journal.states.${line.state}`)}</Tag>
            ) : (
              '—'
            )}
          </td>
          <td className="wrap small">
            {line.line === 'change' ? (
              <code className="cut">{line.detail}</code>
            ) : line.error === null ? (
              <>
                <span className="soft">{line.exchangeOrderId ?? line.clientOrderId ?? ''}</span>
                <OrderEnd reason={line.endReason} />
              </>
            ) : (
              <ErrorText error={line.error} />
            )}
          </td>
          <td className="end">
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('journal.lookOf', {
                kind: t(`journal.kinds.${kindOf(line)}`),
                time: formatDateTime(line.at, language),
              })}
              onClick={() => open(line)}
            >
              {t('journal.look')}
            </Button>
          </td>
        </tr>
      ))}
    </Table>
  )
}
