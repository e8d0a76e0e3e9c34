import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type JournalFilter,
  journalKinds,
  lifecycleStates,
  journalOrigins,
  wholeJournal,
} from '../../src-shared/journal.ts'
import { useAccounts } from '../query.ts'
import { epochOf } from './line.ts'

interface FilterBarProps {
  readonly filter: JournalFilter
  readonly onChange: (filter: JournalFilter) => void
}

export function FilterBar({ filter, onChange }: FilterBarProps): ReactNode {
  const { t } = useTranslation()
  const accounts = useAccounts().data ?? []
  const [times, setTimes] = useState({ from: '', to: '' })
  const all = { value: '', label: t('common.all') }
  const setTime = (part: Partial<typeof times>): void => {
    const next = { ...times, ...part }
    setTimes(next)
    onChange({ ...filter, from: epochOf(next.from, false), to: epochOf(next.to, true) })
  }
  return (
    <div className="journal-filter" role="search" aria-label={t('journal.filter')}>
      <TextInput
        label={t('journal.text')}
        placeholder={t('journal.textHelp')}
        value={filter.text ?? ''}
        maxLength={200}
        onChange={(event) => onChange({ ...filter, text: event.currentTarget.value || null })}
      />
      <NativeSelect
        label={t('journal.account')}
        value={filter.accountId ?? ''}
        data={[all, ...accounts.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => onChange({ ...filter, accountId: event.currentTarget.value || null })}
      />
      <TextInput
        label={t('journal.symbol')}
        placeholder="BTC/USDT"
        value={filter.symbol ?? ''}
        maxLength={64}
        onChange={(event) => onChange({ ...filter, symbol: event.currentTarget.value.toUpperCase() || null })}
      />
      <NativeSelect
        label={t('journal.kind')}
        value={filter.kind ?? ''}
        data={[all, ...journalKinds.map((value) => ({ value, label: t(`journal.kinds.${value}`) }))]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, kind: journalKinds.find((each) => each === value) ?? null })
        }
      />
      <NativeSelect
        label={t('journal.origin')}
        value={filter.origin ?? ''}
        data={[all, ...journalOrigins.map((value) => ({ value, label: t(`journal.origins.${value}`) }))]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, origin: journalOrigins.find((each) => each === value) ?? null })
        }
      />
      <NativeSelect
        label={t('journal.outcome')}
        value={filter.state ?? ''}
        data={[all, ...lifecycleStates.map((value) => ({ value, label: t(`journal.states.${value}`) }))]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, state: lifecycleStates.find((each) => each === value) ?? null })
        }
      />
      <TextInput
        type="datetime-local"
        label={t('journal.from')}
        value={times.from}
        onChange={(event) => setTime({ from: event.currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        label={t('journal.to')}
        value={times.to}
        onChange={(event) => setTime({ to: event.currentTarget.value })}
      />
      <Button
        variant="default"
        onClick={() => {
          setTimes({ from: '', to: '' })
          onChange(wholeJournal)
        }}
      >
        {t('journal.clear')}
      </Button>
    </div>
  )
}
