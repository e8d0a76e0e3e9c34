import { Button, Loader } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { ErrorView } from '../../src-shared/errors.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { viewOf } from '../panel-client.ts'
import { errorText } from './error-text.ts'

interface PanelProps {
  readonly title: string
  readonly children: ReactNode
  readonly head?: ReactNode
  readonly className?: string
  /** The body scrolls by itself and reaches the edges (tables). */
  readonly flush?: boolean
}

/** A titled box of a screen. */
export function Panel({ title, children, head, className = '', flush = false }: PanelProps): ReactNode {
  const id = useId()
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {head}
      </div>
      <div
        className={flush ? 'panel-body flush' : 'panel-body'}
        {...(flush ? { tabIndex: 0, role: 'group', 'aria-labelledby': id } : {})}
      >
        {children}
      </div>
    </section>
  )
}

export type Tone = 'good' | 'bad' | 'warn' | 'info' | 'plain'

export function Tag({
  tone = 'plain',
  children,
  title,
}: {
  tone?: Tone
  children: ReactNode
  title?: string
}): ReactNode {
  return (
    <span className={`tag ${tone}`} title={title}>
      {children}
    </span>
  )
}

/** A decimal text in the reader's notation, digits lined up. */
export function Num({ value, decimals = 0 }: { value: string | null; decimals?: number }): ReactNode {
  const language = useLanguage()
  return <span className="num">{value === null ? '—' : formatDecimal(value, language, { minDecimals: decimals })}</span>
}

/** A value that changes: from what to what; `to` null: it stays. */
export function Changed({ from, to }: { from: string | null; to: string | null }): ReactNode {
  return to === null || to === from ? (
    <Num value={from} />
  ) : (
    <span className="changed">
      <Num value={from} /> →{' '}
      <strong>
        <Num value={to} />
      </strong>
    </span>
  )
}

export function ErrorText({ error }: { error: ErrorView }): ReactNode {
  const { t } = useTranslation()
  return errorText(error, useLanguage(), t)
}

export function ErrorNote({ error, title }: { error: ErrorView; title?: string }): ReactNode {
  return (
    <div className="note bad" role="alert">
      {title !== undefined && <strong>{title}</strong>}
      <ErrorText error={error} />
    </div>
  )
}

interface Loadable<Data> {
  readonly data: Data | undefined
  readonly error: Error | null
  readonly isFetching: boolean
  readonly refetch: () => unknown
}

interface LoadedProps<Data> {
  readonly query: Loadable<Data>
  readonly empty?: (data: Data) => string | null
  readonly children: (data: Data) => ReactNode
}

/** What a query is at: loading, failed (with the last data kept and the failure said), empty, or there. */
export function Loaded<Data>({ query, empty, children }: LoadedProps<Data>): ReactNode {
  const { t } = useTranslation()
  const { data, error } = query
  if (data === undefined && error === null) {
    return (
      <div className="state" role="status">
        <Loader size="sm" />
        {t('common.loading')}
      </div>
    )
  }
  const failure = error === null ? null : <ErrorNote error={viewOf(error)} title={t('common.fetchFailed')} />
  if (data === undefined) {
    return (
      <div className="state">
        {failure}
        <Button size="xs" variant="default" loading={query.isFetching} onClick={() => void query.refetch()}>
          {t('common.retry')}
        </Button>
      </div>
    )
  }
  const nothing = empty?.(data) ?? null
  return (
    <>
      {failure}
      {nothing === null ? children(data) : <div className="state">{nothing}</div>}
    </>
  )
}

/** Pairs of name and value. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }): ReactNode {
  return (
    <dl className="facts">
      {of.map(([name, value]) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
