import { Checkbox, NativeSelect } from '@mantine/core'
import { memo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimeInForce } from '../../src-shared/order.ts'
import { timeInForceOf } from './draft.ts'
import type { FieldsProps } from './fields-props.ts'
import { editDraft } from './ticket-store.ts'

/** How long the order stands and whether it may take, where the market leaves the choice. */
export function TermsFields({ model, errorOf }: FieldsProps): ReactNode {
  const { draft, shape } = model
  return (
    <div className="terms">
      {shape.timeInForce.length > 1 && (
        <TimeInForceSelect
          value={timeInForceOf(draft, shape)}
          offered={shape.timeInForce}
          error={errorOf('timeInForce')}
        />
      )}
      {shape.postOnly && <PostOnly checked={draft.postOnly} />}
    </div>
  )
}

interface TimeInForceSelectProps {
  readonly value: TimeInForce
  readonly offered: readonly TimeInForce[]
  readonly error: string | null
}

const TimeInForceSelect = memo(function TimeInForceSelect(props: TimeInForceSelectProps): ReactNode {
  const { value, offered, error } = props
  const { t } = useTranslation()
  return (
    <NativeSelect
      label={t('ticket.timeInForce')}
      value={value}
      error={error}
      data={offered.map((each) => ({ value: each, label: t(`timeInForce.${each}`) }))}
      onChange={(event) => {
        const timeInForce = offered.find((each) => each === event.currentTarget.value)
        if (timeInForce !== undefined) editDraft({ timeInForce }, 'timeInForce')
      }}
    />
  )
})

const PostOnly = memo(function PostOnly({ checked }: { readonly checked: boolean }): ReactNode {
  const { t } = useTranslation()
  return (
    <Checkbox
      size="xs"
      label={t('ticket.postOnly')}
      checked={checked}
      onChange={(event) => editDraft({ postOnly: event.currentTarget.checked }, 'timeInForce')}
    />
  )
})
