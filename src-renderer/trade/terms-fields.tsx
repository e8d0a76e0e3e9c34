import { Checkbox, NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { timeInForceOf } from './draft.ts'
import type { FieldsProps } from './fields-props.ts'
import { editDraft } from './ticket-store.ts'

/** How long the order stands and whether it may take, where the market leaves the choice. */
export function TermsFields({ model, errorOf }: FieldsProps): ReactNode {
  const { t } = useTranslation()
  const { draft, shape } = model
  return (
    <>
      {shape.timeInForce.length > 1 && (
        <NativeSelect
          label={t('ticket.timeInForce')}
          value={timeInForceOf(draft, shape)}
          error={errorOf('timeInForce')}
          data={shape.timeInForce.map((value) => ({ value, label: t(`timeInForce.${value}`) }))}
          onChange={(event) => {
            const timeInForce = shape.timeInForce.find((each) => each === event.currentTarget.value)
            if (timeInForce !== undefined) editDraft({ timeInForce }, 'timeInForce')
          }}
        />
      )}
      {shape.postOnly && (
        <Checkbox
          size="xs"
          label={t('ticket.postOnly')}
          checked={draft.postOnly}
          onChange={(event) => editDraft({ postOnly: event.currentTarget.checked }, 'timeInForce')}
        />
      )}
    </>
  )
}
