import { expect, it } from 'vitest'
import { accountErrorText } from '../../src-main/redis/error-text.ts'
import { RefusedBrokers, type RefusedBroker } from '../../src-main/redis/refused-brokers.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { running } from './support/running.ts'

function watching() {
  const clock = { now: new Date(2026, 10, 29, 18, 3).getTime() }
  const first: RefusedBroker[] = []
  const brokers = new RefusedBrokers({ now: () => clock.now, onFirst: (refused) => first.push(refused) })
  return { clock, first, brokers }
}
const wanted = { brokerId: 7, userId: 1, why: 'unknown' } as const
const nobody = (): null => null

it('a broker that is asked for again and again is told once, with how often and when', () => {
  const { clock, first, brokers } = watching()
  for (let cycle = 0; cycle < 30; cycle += 1) brokers.note(wanted)
  clock.now += 120_000
  brokers.note(wanted)
  expect(first).toEqual([wanted])
  const [notice, ...others] = brokers.notices(nobody)
  expect(others).toEqual([])
  if (notice === undefined) throw new Error('no notice')
  expect(sentence(notice, 'en')).toMatch(/broker 7 of the user 1.*requests: 31, the last at 18:05.*Accounts screen/)
  expect(sentence(notice, 'fr')).toMatch(
    /broker 7 de l’utilisateur 1.*requêtes : 31, la dernière à 18:05.*écran Comptes/,
  )
})

it('the notice goes when an account serves it, and when nobody asks any more for a day', () => {
  const { clock, brokers } = watching()
  brokers.note(wanted)
  expect(brokers.notices(() => 1)).toEqual([])
  expect(brokers.notices(() => 2)).toMatchObject([{ key: 'redis.broker_of_another_user', params: { owner: '2' } }])
  clock.now += 25 * 3_600_000
  expect(brokers.notices(nobody)).toEqual([])
})

it('ids that somebody makes up are not remembered without end', () => {
  const { first, brokers } = watching()
  for (let brokerId = 1; brokerId <= 1_000; brokerId += 1) brokers.note({ ...wanted, brokerId })
  expect([brokers.notices(nobody).length, first.length]).toEqual([20, 20])
})

it('every action for a broker that is not served is noted; one that is served is not', async () => {
  await using run = await running()
  const noted: RefusedBroker[] = []
  Object.assign(run.services, { refusedBroker: (refused: RefusedBroker) => noted.push(refused) })
  await run.django.ask('get_balance', { broker_id: 7 })
  await run.django.ask('fetch_closed_orders', { broker_id: 7, limit: 5 })
  await run.django.ask('get_balance', { broker_id: 1 }, { user_id: 2 })
  await run.django.ask('get_balance', { broker_id: 1 })
  expect(noted).toEqual([wanted, wanted, { brokerId: 1, userId: 2, why: 'foreign' }])
})

it.each([
  ['exchange.auth', { exchange: 'Binance', reason: 'Invalid API-key' }, true],
  ['account.credentials_missing', { name: 'Main' }, true],
  ['exchange.rate_limited', { exchange: 'Binance', seconds: '3' }, false],
] as const)('an error about a key says to Django whose key it is: %s', (key, params, says) => {
  const text = accountErrorText({ key, params }, 'en', 'Main')
  expect(text.includes('. The key is the one that the gateway keeps for its account Main;')).toBe(says)
  expect(accountErrorText({ key, params }, 'en', null)).not.toContain('keeps')
  expect(text).not.toMatch(/\.\./)
})
