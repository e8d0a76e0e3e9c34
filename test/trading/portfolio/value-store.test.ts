import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { Journal } from '../../../src-main/trading/journal.ts'
import type { KeptValue } from '../../../src-main/trading/portfolio/value-store.ts'
import { type HistoryAsked, valueHistory } from '../../../src-main/trading/reading/value-history.ts'
import { Money } from '../../../src-shared/money.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hour = 3_600_000
const day = 24 * hour
const now = 100 * day

function openJournal(): Journal {
  const journal = Journal.open({ folder: temporaryFolder() })
  onTestFinished(() => journal.close())
  return journal
}

const of = (asset: string, total: string, price: string | null): KeptValue => ({
  asset,
  total: Money.parse(total),
  price: price === null ? null : Money.parse(price),
  value: price === null ? null : Money.parse(total).times(Money.parse(price)),
})
const dollars = (total: string): readonly KeptValue[] => [of('USDT', total, '1'), of('EUR', '0', '1.25')]

function history(journal: Journal, asked: Partial<HistoryAsked> = {}) {
  const database = new DatabaseSync(journal.file, { readOnly: true })
  onTestFinished(() => database.close())
  const usual = {
    currency: 'USDT',
    accounts: null,
    present: ['a', 'b'],
    from: 0,
    until: now + day,
    step: 'hour',
  } as const
  return valueHistory(database, { ...usual, ...asked }).map(({ at, value, complete }) => [at / hour, value, complete])
}

test('a value is told in each currency as it was worth then', () => {
  const journal = openJournal()
  journal.values.add(hour, 'a', dollars('100'))
  journal.values.add(hour, 'b', dollars('25'))
  journal.values.add(2 * hour, 'a', [of('USDT', '100', '1'), of('EUR', '20', '1.5'), of('NONE', '7', null)])
  journal.values.add(2 * hour, 'b', dollars('50'))
  expect(journal.values.lastAt()).toBe(2 * hour)
  expect(history(journal)).toEqual([
    [1, '125', true],
    [2, '180', true],
  ])
  expect(history(journal, { currency: 'EUR', accounts: ['a'] })).toEqual([
    [1, '80', true],
    [2, '86.666666666666', true],
  ])
  expect(history(journal, { currency: 'BTC' })).toEqual([])
})

test('an account that could not be read counts with its last value, one that is gone does not', () => {
  const journal = openJournal()
  for (const account of ['a', 'b', 'gone']) journal.values.add(hour, account, dollars('10'))
  journal.values.add(2 * hour, 'a', dollars('10'))
  expect(history(journal)).toEqual([
    [1, '30', true],
    [2, '20', false],
  ])
})

test('by day the last value of each day is told', () => {
  const journal = openJournal()
  for (const at of [0, 5, 23, 24, 30]) journal.values.add(at * hour, 'a', dollars(String(at + 1)))
  expect(history(journal, { step: 'day', present: ['a'] })).toEqual([
    [23, '24', true],
    [30, '31', true],
  ])
})

test('after thirty days the last value of each day stays, and everything younger', () => {
  const journal = openJournal()
  const old = now - 40 * day
  for (const at of [old, old + hour, old + day, old + day + 3 * hour, now - day, now - hour])
    journal.values.add(at, 'a', dollars('1'))
  journal.values.add(old, 'b', dollars('1'))
  while (journal.values.thin(now)) continue
  expect(history(journal, { accounts: ['a'], until: now }).map(([at]) => at)).toEqual(
    [old + hour, old + day + 3 * hour, now - day, now - hour].map((at) => at / hour),
  )
  expect(history(journal, { accounts: ['b'] })).toHaveLength(1)
})
