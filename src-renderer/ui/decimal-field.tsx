import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { decimalInput } from './format.ts'

interface DecimalFieldProps {
  readonly label: string
  /** What the input is called where the label alone would not tell, such as out of its group. */
  readonly fullLabel?: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error?: string | null
  readonly unit?: string
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly onLeave?: () => void
  readonly autoFocus?: boolean
  readonly description?: ReactNode
}

/** An input for a decimal number. It stays text: a comma becomes a point, everything else is judged, not altered. */
export function DecimalField(props: DecimalFieldProps): ReactNode {
  const {
    label,
    fullLabel,
    value,
    onChange,
    error = null,
    unit,
    placeholder,
    disabled = false,
    onLeave,
    description,
  } = props
  return (
    <TextInput
      label={label}
      aria-label={fullLabel}
      value={value}
      description={description}
      onChange={(event) => onChange(decimalInput(event.currentTarget.value))}
      onBlur={onLeave}
      error={error}
      placeholder={placeholder}
      disabled={disabled}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      maxLength={64}
      data-autofocus={props.autoFocus === true ? true : undefined}
      rightSection={unit === undefined ? undefined : <span className="soft">{unit}</span>}
      rightSectionWidth={unit === undefined ? undefined : 12 + unit.length * 9}
      rightSectionPointerEvents="none"
    />
  )
}
