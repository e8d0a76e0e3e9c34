import type { TFunction } from 'i18next'
import type { ErrorView } from '../../src-shared/errors.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import { type Language, type MessageRef, sentence } from '../../src-shared/messages/index.ts'
import type { en } from '../i18n/en.ts'
import { textsNow } from '../i18n/i18n.ts'
import type { DraftField, Problem } from '../trade/build-request.ts'

type Group = 'field' | 'words' | 'kind'

function isKnown<Of extends Group>(group: Of, name: string): name is keyof (typeof en)[Of] & string {
  const texts: Readonly<Record<Group, object>> = textsNow()
  return Object.hasOwn(texts[group], name)
}

/** A field's name for people; an unknown one stays as the gateway named it. */
function fieldLabel(field: string, t: TFunction): string {
  const name = field.replace(/^(?:request\.|exits\.)+/, '')
  return isKnown('field', name) ? t(`field.${name}`) : field
}

/**
 * A parameter of a sentence in the reader's words: field names, sides of a price, kinds, numbers with grouped digits.
 */
function readable(name: string, value: string, language: Language, t: TFunction): string {
  if (name === 'field') return fieldLabel(value, t)
  if (name === 'kind' && isKnown('kind', value)) return t(`kind.${value}`)
  if (isKnown('words', value)) return t(`words.${value}`)
  return /[iI]d$/.test(name) ? value : formatDecimal(value, language)
}

/** A sentence of the gateway in the reader's language. */
export function messageText(ref: MessageRef, language: Language, t: TFunction): string {
  const params = Object.fromEntries(
    Object.entries(ref.params).map(([name, value]) => [name, readable(name, value, language, t)]),
  )
  return sentence({ key: ref.key, params }, language)
}

/** An error's sentence, with the exchange's own words where it said some that the sentence lacks. */
export function errorText(view: ErrorView, language: Language, t: TFunction): string {
  const text = messageText(view.text, language, t)
  const words = view.exchange?.message ?? ''
  return words === '' || text.includes(words) ? text : `${text} ${t('common.exchangeWords', { words })}`
}

/** What is wrong with an input of the order form. */
export function problemText(field: DraftField, problem: Problem, language: Language, t: TFunction): string {
  const params = Object.fromEntries(
    Object.entries(problem.params).map(([name, value]) => [
      name,
      problem.key === 'notANumber' ? value : formatDecimal(value, language),
    ]),
  )
  return t(`problem.${problem.key}`, {
    ...{ symbol: '', value: '', step: '', minimum: '', maximum: '', first: '', second: '' },
    ...params,
    field: t(`field.${field}`),
  })
}
