import { expect, test } from 'vitest'
import { followUp, patient, priorityOf, urgencyName, urgent, usual } from '../../../src-main/exchange/http/urgency.ts'

test('an urgent read is a look, one that an order’s answer waits for goes with orders, and nothing else changes', () => {
  const own = ['read', 'poll', 'order', 'cancel'] as const
  expect(own.map((each) => priorityOf(each, usual))).toEqual(['read', 'poll', 'order', 'cancel'])
  expect(own.map((each) => priorityOf(each, patient))).toEqual(['read', 'poll', 'order', 'cancel'])
  expect(own.map((each) => priorityOf(each, urgent))).toEqual(['poll', 'poll', 'order', 'cancel'])
  expect(own.map((each) => priorityOf(each, followUp))).toEqual(['order', 'poll', 'order', 'cancel'])
})

test('questions of another urgency or patience are other questions', () => {
  const all = [usual, urgent, patient, followUp, { ...followUp, patienceMs: 5 }]
  expect(new Set(all.map(urgencyName)).size).toBe(all.length)
})
