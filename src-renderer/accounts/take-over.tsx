import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { redisPermissions } from '../../src-shared/account.ts'
import type { AppInfo, CallOutput } from '../../src-shared/contract.ts'
import { call, viewOf } from '../panel-client.ts'
import { forgetAccount, keys, queryClient } from '../query.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Loaded } from '../ui/parts.tsx'
import { BrokerTable, type Outcome } from './broker-table.tsx'
import { KeychainMissing } from './keychain-missing.tsx'
import { LackingRights } from './lacking-rights.tsx'
import {
  type Accepted,
  emptyTakeOver,
  isKeyless,
  isOffered,
  isPlace,
  mayTakeOver,
  nothingAccepted,
  type TakeOverDraft,
  takeOverOf,
} from './take-over-draft.ts'
import { useTellKeyChecked } from './tell-key-checked.ts'

interface Props {
  readonly info: AppInfo
  readonly onClose: () => void
}

type Read = Extract<CallOutput<'brokers.list'>, { state: 'read' }>

/** Django's brokers, to choose those that become accounts here. */
export function TakeOver({ info, onClose }: Props): ReactNode {
  const { t } = useTranslation()
  const [tried, setTried] = useState<Tried>({ secretKey: null, turn: 0 })
  const list = useQuery({
    // The secret is no part of the key: what is kept under it outlives the dialog.
    queryKey: keys.brokers(tried.turn),
    queryFn: () => call('brokers.list', { secretKey: tried.secretKey }),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 0,
  })
  return (
    <Dialog onClose={onClose} size="min(1080px, 96vw)" title={t('takeOver.title')}>
      <div className="stack">
        <p className="soft">{t('takeOver.about')}</p>
        <Loaded
          query={list}
          empty={(read) => (read.state === 'read' && read.brokers.length === 0 ? t('takeOver.none') : null)}
        >
          {(read) =>
            read.state === 'lacking' ? (
              <LackingRights rights={read} isLooking={list.isFetching} onLookAgain={() => void list.refetch()} />
            ) : (
              <>
                <SecretForm
                  standing={read.secret}
                  isReading={list.isFetching}
                  onTry={(secretKey) => setTried({ secretKey, turn: tried.turn + 1 })}
                />
                <Choice
                  read={read}
                  info={info}
                  secretKey={tried.secretKey}
                  isReading={list.isFetching}
                  readAgain={async () => {
                    await list.refetch()
                  }}
                  onClose={onClose}
                />
              </>
            )
          }
        </Loaded>
      </div>
    </Dialog>
  )
}

/** The SECRET_KEY that was last given, and the how-manieth that is. It is dropped with the dialog. */
interface Tried {
  readonly secretKey: string | null
  readonly turn: number
}

interface SecretFormProps {
  readonly standing: Read['secret']
  readonly isReading: boolean
  readonly onTry: (secretKey: string) => void
}

/** Asks for Django's SECRET_KEY, where keys are encrypted. */
function SecretForm({ standing, isReading, onTry }: SecretFormProps): ReactNode {
  const { t } = useTranslation()
  const [secretKey, setSecretKey] = useState('')
  if (standing === 'not_needed') return null
  if (standing === 'right')
    return (
      <div className="note good" role="status">
        {t('takeOver.secretRight')}
      </div>
    )
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (secretKey !== '' && !isReading) onTry(secretKey)
      }}
    >
      <div className="row wraps">
        <PasswordInput
          className="grow"
          label={t('takeOver.secretKey')}
          description={t('takeOver.secretHelp')}
          error={standing === 'wrong' ? t('takeOver.secretWrong') : null}
          value={secretKey}
          autoComplete="off"
          maxLength={4_096}
          data-autofocus
          visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
          onChange={(event) => setSecretKey(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={secretKey === ''} loading={isReading}>
          {t('takeOver.readKeys')}
        </Button>
      </div>
    </form>
  )
}

interface ChoiceProps extends Props {
  readonly read: Read
  readonly secretKey: string | null
  readonly isReading: boolean
  readonly readAgain: () => Promise<void>
}

/** Which brokers, and how; then what became of each. */
function Choice({ read, info, secretKey, isReading, readAgain, onClose }: ChoiceProps): ReactNode {
  const { t } = useTranslation()
  const tellKeyChecked = useTellKeyChecked()
  const [draft, setDraft] = useState<TakeOverDraft>(emptyTakeOver)
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [accepted, setAccepted] = useState<ReadonlyMap<string, Accepted>>(new Map())
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map())
  const acceptedOf = (brokerId: string): Accepted => accepted.get(brokerId) ?? nothingAccepted
  const wanted = read.brokers.filter(
    (broker) => mayTakeOver(broker, draft) && (chosen.get(broker.brokerId) ?? isOffered(broker, draft)),
  )
  const take = useMutation({
    mutationFn: async () => {
      for (const broker of wanted) {
        const { brokerId } = broker
        const tell = (outcome: Outcome): void => setOutcomes((before) => new Map([...before, [brokerId, outcome]]))
        tell({ state: 'working' })
        try {
          const account = await call('brokers.takeOver', takeOverOf(broker, draft, acceptedOf(brokerId), secretKey))
          tell({ state: 'done', name: account.name, isNew: broker.here === null })
          forgetAccount(account.id)
          tellKeyChecked(account)
        } catch (error) {
          tell({ state: 'refused', error: viewOf(error) })
        }
      }
      await queryClient.invalidateQueries({ queryKey: keys.accounts })
      await readAgain()
    },
    retry: false,
    // What it holds, the secret among it, goes with the dialog.
    gcTime: 0,
  })
  const isKept = info.keychain.available || draft.thisRunOnly || isKeyless(draft)
  const isReady = wanted.length > 0 && isKept && isPlace(draft) && !take.isPending && !isReading
  const change = (part: Partial<TakeOverDraft>): void => setDraft({ ...draft, ...part })
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (isReady) take.mutate()
      }}
    >
      <BrokerTable
        brokers={read.brokers}
        isChosen={(broker) => wanted.includes(broker)}
        mayBeChosen={(broker) => mayTakeOver(broker, draft) && !take.isPending}
        onChoose={(brokerId, isChosen) => setChosen(new Map([...chosen, [brokerId, isChosen]]))}
        outcomeOf={(brokerId) => outcomes.get(brokerId) ?? null}
        acceptedOf={acceptedOf}
        onAccept={(brokerId, part) =>
          setAccepted(new Map([...accepted, [brokerId, { ...acceptedOf(brokerId), ...part }]]))
        }
      />
      <How draft={draft} change={change} info={info} />
      <div className="actions">
        <Button variant="default" onClick={onClose}>
          {t('common.close')}
        </Button>
        <Button type="submit" disabled={!isReady} loading={take.isPending}>
          {t('takeOver.submit', { number: String(wanted.length) })}
        </Button>
      </div>
    </form>
  )
}

interface HowProps {
  readonly draft: TakeOverDraft
  readonly change: (part: Partial<TakeOverDraft>) => void
  readonly info: AppInfo
}

/** What holds for all that are taken over together. */
function How({ draft, change, info }: HowProps): ReactNode {
  const { t } = useTranslation()
  return (
    <>
      <div className="row">
        <NativeSelect
          className="grow"
          label={t('takeOver.place')}
          value={draft.place}
          data={(['exchange', 'practice'] as const).map((value) => ({ value, label: t(`takeOver.places.${value}`) }))}
          onChange={(event) => change({ place: event.currentTarget.value === 'practice' ? 'practice' : 'exchange' })}
        />
        <NativeSelect
          className="grow"
          label={t('accounts.redis')}
          value={draft.redisPermission}
          data={redisPermissions.map((value) => ({ value, label: t(`accounts.permission.${value}`) }))}
          onChange={(event) => {
            const chosen = redisPermissions.find((each) => each === event.currentTarget.value)
            if (chosen !== undefined) change({ redisPermission: chosen })
          }}
        />
      </div>
      {draft.place === 'practice' ? (
        <TextInput
          label={t('accounts.practiceUrl')}
          description={t('takeOver.practiceHelp')}
          value={draft.practiceUrl}
          error={isPlace(draft) ? null : t('problem.missing', { field: t('field.url') })}
          maxLength={200}
          autoComplete="off"
          placeholder="http://127.0.0.1:…"
          onChange={(event) => change({ practiceUrl: event.currentTarget.value })}
        />
      ) : (
        <div className="note warn">{t('takeOver.real')}</div>
      )}
      {!isKeyless(draft) && (
        <>
          <KeychainMissing keychain={info.keychain} />
          <Checkbox
            size="xs"
            label={t('accounts.thisRunOnly')}
            description={info.keychain.available ? t('accounts.keychainHelp') : undefined}
            checked={draft.thisRunOnly}
            onChange={(event) => change({ thisRunOnly: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  )
}
