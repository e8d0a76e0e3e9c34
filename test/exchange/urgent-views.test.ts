import { afterEach, beforeEach, expect, test } from 'vitest'
import { patient, urgent } from '../../src-main/exchange/http/urgency.ts'
import { exchangeNames } from '../../src-shared/account.ts'
import { limitOrder } from '../trading/desk-setup.ts'
import { type Asked, watchAdmissions } from './admissions.ts'
import { type PracticeHarness, startPracticeHarness } from './practice-harness.ts'

const secret = Buffer.from('practice-secret-1').toString('base64')
const account = { accountId: 'first', apiKey: 'practice-key-1', secret, passphrase: 'practice' }
const symbol = 'BTC/USDT'

let harness: PracticeHarness | null = null
let admissions: ReturnType<typeof watchAdmissions>
beforeEach(() => {
  admissions = watchAdmissions()
})
afterEach(async () => {
  admissions.stop()
  await harness?.close()
})

async function during(work: () => Promise<unknown>): Promise<readonly Asked[]> {
  admissions.asked.length = 0
  await work()
  return [...admissions.asked]
}
const prioritiesOf = (all: readonly Asked[]): ReadonlySet<string> => new Set(all.map(({ priority }) => priority))

test.each(exchangeNames)('%s: what is read through a view takes its place by the view’s urgency', async (exchange) => {
  harness = await startPracticeHarness({}, { exchange, account })
  const { client } = harness
  await client.getMarkets()
  await client.fetchOpenOrders(symbol)
  const polled = await during(async () => {
    await client.as(urgent).fetchOpenOrders(symbol)
    await client.as(urgent).fetchTicker(symbol)
  })
  expect(prioritiesOf(polled)).toEqual(new Set([urgent.priority]))
  const searched = await during(() =>
    client.as(urgent).findOrder(limitOrder({ symbol }), 'never0placed0before0by0anybody'),
  )
  expect(prioritiesOf(searched)).not.toContain('read')
  const waited = await during(() => client.as(patient).fetchOpenOrders(symbol))
  expect(new Set(waited.map(({ patienceMs }) => patienceMs))).toEqual(new Set([patient.patienceMs]))
  expect(prioritiesOf(await during(() => client.fetchOpenOrders(symbol)))).toEqual(new Set(['read']))
})
