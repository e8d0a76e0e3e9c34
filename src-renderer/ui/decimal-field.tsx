import { TextInput } from '@mantine/core'
import { memo, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { printTyped, readNumber, sameTyped, type TypedNumber } from './typed-number.ts'

interface DecimalFieldProps {
  readonly label: string
  /** What the input is called where the label alone would not tell, such as out of its group. */
  readonly fullLabel?: string
  readonly value: TypedNumber
  readonly onChange: (value: TypedNumber) => void
  readonly error?: string | null
  /** Plain decimal texts that would do instead of what is wrong; a click takes one. */
  readonly offers?: readonly string[]
  readonly unit?: string
  readonly placeholder?: string
  readonly disabled?: boolean
  readonly onLeave?: () => void
  readonly autoFocus?: boolean
  readonly description?: ReactNode
}

/**
 * An input for a decimal number, in the reader's notation. It shows what is typed as it is typed, and below it the
 * number that this is read as wherever that is not plain to see; a text that could be two numbers is refused with both
 * to choose from. It is drawn anew only with other properties: give callbacks that stay the same.
 */
export const DecimalField = memo(function DecimalField(props: DecimalFieldProps): ReactNode {
  const { label, fullLabel, value, onChange, error = null, unit, placeholder, disabled = false } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const [typing, setTyping] = useState<{ readonly text: string; readonly language: Language } | null>(null)
  // What was typed stands only as long as it still means the value: a number put in from elsewhere, or another
  // language, is printed.
  const isOwn = typing?.language === language && sameTyped(readNumber(typing.text, language), value)
  const shown = isOwn ? typing.text : printTyped(value, language)
  const number = (text: string): string => formatDecimal(text, language)
  const take = (offer: string): void => {
    setTyping(null)
    onChange(offer)
  }
  const readAs = typeof value === 'string' ? number(value) : shown
  const offers = typeof value === 'string' ? (props.offers ?? []) : value.readings
  const problem =
    typeof value === 'string'
      ? error
      : t('number.ambiguous', { first: number(value.readings[0]), second: number(value.readings[1]) })
  const saysMore = problem === null && readAs !== shown
  return (
    <TextInput
      label={label}
      aria-label={fullLabel}
      value={shown}
      description={
        saysMore || props.description !== undefined ? (
          <>
            {props.description}
            {saysMore && <span className="read-as num">{t('number.readAs', { number: readAs })}</span>}
          </>
        ) : undefined
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      onChange={(event) => {
        const text = event.currentTarget.value
        setTyping({ text, language })
        onChange(readNumber(text, language))
      }}
      onBlur={() => {
        setTyping(null)
        props.onLeave?.()
      }}
      error={
        problem === null ? null : (
          <>
            {problem}
            {offers.map((offer) => (
              <button key={offer} type="button" className="offer" onClick={() => take(offer)}>
                {t('number.take', { number: number(offer) })}
              </button>
            ))}
          </>
        )
      }
      placeholder={placeholder}
      disabled={disabled}
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      maxLength={64}
      data-autofocus={props.autoFocus === true ? true : undefined}
      rightSection={unit === undefined ? undefined : <span className="soft small">{unit}</span>}
      rightSectionWidth={unit === undefined ? undefined : 12 + unit.length * 9}
      rightSectionPointerEvents="none"
    />
  )
})
