import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import type { DatabaseState, SymbolStanding, TradesStanding } from '../../src-shared/database-options.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { TakeOver } from '../accounts/take-over.tsx'
import { useLanguage } from '../i18n/use-language.ts'
import { call, viewOf } from '../panel-client.ts'
import { keys, queryClient, useDatabaseSettings } from '../query.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { messageText } from '../ui/error-text.ts'
import { formatTime } from '../ui/format.ts'
import { ErrorNote, Facts, Loaded, Panel, Tag, type Tone } from '../ui/parts.tsx'
import { DatabaseForm } from './database-form.tsx'
import { DatabaseLook } from './database-look.tsx'
import { DatabaseTrades } from './database-trades.tsx'

/** Django's PostgreSQL: how it stands, and the way to connect it. */
export function DatabaseCard(props: Omit<Props, 'view'>): ReactNode {
  const { t } = useTranslation()
  return (
    <Panel title={t('databaseOptions.title')}>
      <Loaded query={useDatabaseSettings()}>{(view) => <Connection view={view} {...props} />}</Loaded>
    </Panel>
  )
}

interface Props {
  readonly view: CallOutput<'database.settings'>
  readonly state: DatabaseState
  readonly symbols: readonly SymbolStanding[]
  readonly trades: TradesStanding
  readonly info: AppInfo
}

function Connection({ view, state, symbols, trades, info }: Props): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const [changing, setChanging] = useState(false)
  const [takesOver, setTakesOver] = useState(false)
  const end = useMutation({
    mutationFn: () => call('database.save', { options: null, password: { kind: 'none' }, thisRunOnly: false }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(keys.database, saved)
      await queryClient.invalidateQueries({ queryKey: keys.gateway })
    },
  })
  return (
    <div className="stack">
      <p className="soft">{t('databaseOptions.about')}</p>
      <Facts of={factsOf(state, view, t, language)} />
      {state.state === 'connected' && <DatabaseLook look={state} />}
      {state.state !== 'off' && <SymbolLists symbols={symbols} />}
      {state.state !== 'off' && <DatabaseTrades trades={trades} info={info} />}
      <div className="row wraps">
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          {t(view.options === null ? 'databaseOptions.connect' : 'redisOptions.change')}
        </Button>
        {view.options !== null && (
          <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
            {t('databaseOptions.end')}
          </Button>
        )}
        {state.state === 'connected' && (
          <Button size="xs" variant="default" onClick={() => setTakesOver(true)}>
            {t('takeOver.open')}
          </Button>
        )}
      </div>
      {end.error !== null && <ErrorNote error={viewOf(end.error)} />}
      {takesOver && <TakeOver info={info} onClose={() => setTakesOver(false)} />}
      {changing && <DatabaseForm view={view} info={info} onClose={() => setChanging(false)} />}
    </div>
  )
}

/** What became of the lists of symbols that this run wrote. */
function SymbolLists({ symbols }: { symbols: readonly SymbolStanding[] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const number = (value: number): string => formatDecimal(String(value), language)
  return symbols.map(({ exchange, at, counts, problem }) => (
    <div key={exchange}>
      {counts !== null && at !== null && (
        <div>
          {t('databaseOptions.symbols', {
            exchange: exchangeLabel(exchange),
            total: number(counts.total),
            added: number(counts.added),
            gone: number(counts.gone),
            time: formatTime(at, language),
          })}
        </div>
      )}
      {problem !== null && (
        <div className="note warn">
          {t('databaseOptions.symbolsFailed', { exchange: exchangeLabel(exchange) })}{' '}
          {messageText(problem, language, t)}
        </div>
      )}
    </div>
  ))
}

function factsOf(
  state: DatabaseState,
  view: Props['view'],
  t: TFunction,
  language: Language,
): readonly (readonly [string, ReactNode])[] {
  const standing = (tone: Tone, text: string): readonly [string, ReactNode] => [
    t('gateway.state'),
    <Tag key="state" tone={tone}>
      {text}
    </Tag>,
  ]
  if (state.state === 'off') return [standing('plain', t('databaseOptions.off'))]
  const about = [
    [t('gateway.address'), state.address],
    [t('redisOptions.password'), t(`redisOptions.secret.${view.password}`)],
  ] as const
  switch (state.state) {
    case 'connecting':
      return [standing('info', t('gateway.stateConnecting')), ...about]
    case 'connected':
      return [
        standing('good', t('gateway.stateConnected')),
        ...about,
        [t('gateway.server'), `PostgreSQL ${state.version}`],
      ]
    case 'lost':
      return [
        standing('bad', t('gateway.stateLost')),
        ...about,
        [t('gateway.reason'), messageText(state.problem, language, t)],
        [t('gateway.nextAttempt'), formatTime(state.nextAttemptAt, language)],
      ]
  }
}
