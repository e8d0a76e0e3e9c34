import { screen } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, test } from 'vitest'
import { DecimalField } from '../../../src-renderer/ui/decimal-field.tsx'
import type { TypedNumber } from '../../../src-renderer/ui/typed-number.ts'
import { show } from '../support/show.tsx'

/** A form with one field, which tells what it holds. */
function Held({ heard, offers = [] }: { heard: (value: TypedNumber) => void; offers?: readonly string[] }) {
  const [value, setValue] = useState<TypedNumber>('')
  return (
    <DecimalField
      label="Price"
      value={value}
      error={offers.length > 0 ? 'off the step' : null}
      offers={offers}
      onChange={(next) => {
        setValue(next)
        heard(next)
      }}
    />
  )
}

async function type(text: string, language: 'en' | 'fr') {
  let value: TypedNumber = ''
  const shown = await show(<Held heard={(next) => (value = next)} />, language)
  const input = shown.field('Price')
  await shown.user.type(input, text)
  return { ...shown, input, value: () => value }
}

describe('what is typed is read as', () => {
  test.each([
    ['0.05', 'en', '0.05'],
    ['0,05', 'en', '0.05'],
    ['1,234.50', 'en', '1234.50'],
    ['1 234.50', 'en', '1234.50'],
    ['0,05', 'fr', '0.05'],
    ['0.05', 'fr', '0.05'],
    ['1 234,50', 'fr', '1234.50'],
    ['1.234,50', 'fr', '1234.50'],
    ['-3', 'en', '-3'],
    ['abc', 'en', 'abc'],
    ['', 'en', ''],
  ] as const)('%j in %s: %j', async (text, language, number) => {
    const { value } = await type(text === '' ? '1{Backspace}' : text, language)
    expect(value()).toBe(number)
  })

  test.each([
    ['1,234', 'fr', ['1.234', '1234']],
    ['1.234', 'fr', ['1.234', '1234']],
  ] as const)('%j in %s: one of two, and a click says which', async (text, language, readings) => {
    const { user, value, input } = await type(text, language)
    const got = value()
    if (typeof got === 'string') {
      // Printed so in this language: it means one thing only.
      expect(readings).toContain(got)
      return
    }
    expect([...got.readings].sort()).toEqual([...readings].sort())
    expect(input.getAttribute('aria-invalid')).toBe('true')
    const [, second] = screen.getAllByRole('button')
    if (second === undefined) throw new Error('no second reading is offered')
    await user.click(second)
    expect(value()).toBe(got.readings[1])
    expect(input.getAttribute('aria-invalid')).not.toBe('true')
  })
})

test('a text is shown as it is typed, and printed when the field is left', async () => {
  const { user, input } = await type('0.50', 'fr')
  expect(input.value).toBe('0.50')
  expect(screen.getByText('= 0,50')).toBeDefined()
  await user.tab()
  expect(input.value).toBe('0,50')
  expect(screen.queryByText('= 0,50')).toBeNull()
})

test('a value that would do is taken by a click', async () => {
  let value: TypedNumber = ''
  const { user, field } = await show(<Held heard={(next) => (value = next)} offers={['0.1', '0.2']} />, 'fr')
  await user.type(field('Price'), '0,15')
  const [, second] = screen.getAllByRole('button')
  if (second === undefined) throw new Error('nothing is offered')
  expect(second.textContent).toContain('0,2')
  await user.click(second)
  expect(value).toBe('0.2')
  expect(field('Price').value).toBe('0,2')
})
