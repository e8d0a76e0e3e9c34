import { expect, test } from 'vitest'
import { ToldSoon } from '../../src-main/app/told-soon.ts'
import { FakeClock } from '../support/fake-clock.ts'

function stage() {
  const clock = new FakeClock()
  const told: string[] = []
  const began = clock.now()
  const soon = new ToldSoon<string>({ clock, tell: (event) => told.push(`${event} ${clock.now() - began}`) })
  return { clock, told, soon }
}

test('the first is told at once for a person, and so is what is other than it', async () => {
  const { clock, told, soon } = stage()
  soon.tell('a', 500)
  soon.tell('b')
  await clock.advance(50)
  expect(told).toEqual(['a 10', 'b 10'])
})

test('equal ones are told no oftener than their pause, the last of them always', async () => {
  const { clock, told, soon } = stage()
  for (let ms = 0; ms < 1_000; ms += 10) {
    soon.tell('list', 300)
    await clock.advance(10)
  }
  await clock.advance(1_000)
  expect(told).toEqual(['list 10', 'list 310', 'list 610', 'list 910', 'list 1210'])
})

test('a short pause is twenty times a second', async () => {
  const { clock, told, soon } = stage()
  for (let ms = 0; ms < 1_000; ms += 10) {
    soon.tell('few', 3)
    await clock.advance(10)
  }
  expect(told).toHaveLength(20)
})

test('after a pause it is told at once again, and nothing after the end', async () => {
  const { clock, told, soon } = stage()
  soon.tell('a', 500)
  await clock.advance(2_000)
  soon.tell('a', 500)
  await clock.advance(50)
  expect(told).toEqual(['a 10', 'a 2010'])
  soon.tell('a', 500)
  soon.close()
  soon.tell('b')
  await clock.advance(5_000)
  expect(told).toHaveLength(2)
})
