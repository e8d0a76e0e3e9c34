import { Checkbox, Loader } from '@mantine/core'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { exchangeNamed } from '../../src-shared/account.ts'
import type { DjangoBroker } from '../../src-shared/django-brokers.ts'
import type { ErrorView } from '../../src-shared/errors.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { exchangeLabel } from '../shell/exchange-name.ts'
import { messageText } from '../ui/error-text.ts'
import { ErrorText, Tag } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { refusedForWithdrawals } from './key-draft.ts'
import { isOpenWork, OpenWork } from './open-work.tsx'
import type { Accepted } from './take-over-draft.ts'

/** What became of a broker that was to be taken over. */
export type Outcome =
  | { readonly state: 'working' }
  | { readonly state: 'done'; readonly name: string; readonly isNew: boolean }
  | { readonly state: 'refused'; readonly error: ErrorView }

interface Props {
  readonly brokers: readonly DjangoBroker[]
  readonly isChosen: (broker: DjangoBroker) => boolean
  readonly mayBeChosen: (broker: DjangoBroker) => boolean
  readonly onChoose: (brokerId: string, isChosen: boolean) => void
  /** null: it was not tried. */
  readonly outcomeOf: (brokerId: string) => Outcome | null
  readonly acceptedOf: (brokerId: string) => Accepted
  readonly onAccept: (brokerId: string, part: Partial<Accepted>) => void
}

/** Django's brokers, with how each stands to the accounts here. */
export function BrokerTable(props: Props): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="scroll-list tall" tabIndex={0} role="group" aria-label={t('takeOver.title')}>
      <Table
        top
        label={t('takeOver.title')}
        columns={[
          t('accounts.name'),
          t('accounts.exchange'),
          t('accounts.environment'),
          { end: t('accounts.brokerId') },
          { end: t('accounts.userId') },
          t('takeOver.active'),
          t('takeOver.here'),
        ]}
      >
        {props.brokers.map((broker) => (
          <Row key={broker.brokerId} broker={broker} {...props} />
        ))}
      </Table>
    </div>
  )
}

function Row({ broker, isChosen, mayBeChosen, onChoose, ...rest }: Props & { broker: DjangoBroker }): ReactNode {
  const { t } = useTranslation()
  const { brokerId, userId, name, isActive, environment } = broker
  const exchange = exchangeNamed(broker.exchange)
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          label={name}
          aria-label={t('takeOver.choose', { name, brokerId })}
          checked={isChosen(broker)}
          disabled={!mayBeChosen(broker)}
          onChange={(event) => onChoose(brokerId, event.currentTarget.checked)}
        />
      </td>
      <td>{exchange === null ? broker.exchange : exchangeLabel(exchange)}</td>
      <td>
        {environment === null ? (
          '—'
        ) : (
          <Tag tone={environment === 'production' ? 'plain' : 'warn'}>{t(`environment.${environment}`)}</Tag>
        )}
      </td>
      <td className="end num">{brokerId}</td>
      <td className="end num">{userId}</td>
      <td>{t(isActive ? 'common.yes' : 'common.no')}</td>
      <td className="wrap">
        <Standing broker={broker} {...rest} />
      </td>
    </tr>
  )
}

function Standing({
  broker,
  outcomeOf,
  acceptedOf,
  onAccept,
}: Pick<Props, 'outcomeOf' | 'acceptedOf' | 'onAccept'> & { readonly broker: DjangoBroker }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  const { brokerId, problem, keyProblem, here } = broker
  const outcome = outcomeOf(brokerId)
  const reason = problem ?? here?.problem ?? keyProblem
  switch (outcome?.state) {
    case 'working':
      return <Loader size="xs" aria-label={t('common.loading')} />
    case 'done':
      return <Tag tone="good">{t(outcome.isNew ? 'takeOver.taken' : 'takeOver.replaced', { name: outcome.name })}</Tag>
    case 'refused': {
      const { acceptWithdrawals, despiteOpenWork } = acceptedOf(brokerId)
      return (
        <div className="stack tight" role="alert">
          <div className="note bad">
            <ErrorText error={outcome.error} />
          </div>
          {(refusedForWithdrawals(outcome.error) || acceptWithdrawals) && (
            <Checkbox
              size="xs"
              label={t('accounts.acceptWithdrawals')}
              checked={acceptWithdrawals}
              onChange={(event) => onAccept(brokerId, { acceptWithdrawals: event.currentTarget.checked })}
            />
          )}
          {isOpenWork(outcome.error) && (
            <OpenWork
              refusal={outcome.error}
              what="openWorkReplace"
              accepted={despiteOpenWork}
              onAccept={(isAccepted) => onAccept(brokerId, { despiteOpenWork: isAccepted })}
            />
          )}
        </div>
      )
    }
    case undefined:
      return (
        <>
          {here !== null && <div>{standingText(here, t)}</div>}
          {reason !== null && <div className="soft">{messageText(reason, language, t)}</div>}
          {here === null && reason === null && t('takeOver.standing.no')}
        </>
      )
  }
}

function standingText({ name, key }: Exclude<DjangoBroker['here'], null>, t: TFunction): string {
  return t(`takeOver.standing.${key}`, { name })
}
