import { expect, test } from 'vitest'
import { type Need, StandingNeeds } from '../../../src-main/trading/news/standing-needs.ts'
import { message } from '../../../src-shared/messages/index.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { newsStage } from './stage.ts'

const need = (key: string, seconds = '30'): Need => ({
  key,
  what: 'alarm',
  about: key,
  accountId: 'acc-1',
  symbol: 'BTC/USDT',
  text: message('bracket.alarm.no_price', { symbol: 'BTC/USDT', seconds }),
})

test('what waits for a person is told once, when it begins, whatever its sentence says meanwhile', async () => {
  const clock = new FakeClock()
  const { room, said } = newsStage(clock)
  let list: readonly Need[] = []
  const needs = new StandingNeeds({ list: () => list, told: (each) => room.sawNeed(each), clock })
  needs.look()
  await clock.advance(60_000)
  expect(said()).toEqual([])
  for (let seconds = 30; seconds < 90; seconds += 5) {
    list = [need('a', String(seconds))]
    await clock.advance(5_000)
  }
  expect(said()).toHaveLength(1)
  expect(said()[0]).toContain('trouble | A bracket needs you | BTC/USDT (Binance main): ')
  // It comes and goes: that is one trouble.
  list = []
  await clock.advance(10_000)
  list = [need('a'), { ...need('b'), what: 'approval', text: message('news.approval', { side: '@news.side.buy' }) }]
  needs.look()
  await clock.advance(0)
  expect(said().slice(1)).toEqual([
    'trouble | A bot’s order waits for you | BTC/USDT (Binance main): a bot wants to buy; let it through or refuse it before its sender gives up.',
  ])
  list = []
  await clock.advance(600_000)
  list = [need('a')]
  await clock.advance(10_000)
  expect(said()).toHaveLength(3)
  needs.close()
  expect(clock.waiting).toBe(0)
})
