import { afterEach, beforeEach, expect, test } from 'vitest'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { exchangeNames } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import { limitOrder } from '../trading/desk-setup.ts'
import { watchAdmissions } from './admissions.ts'
import { type PracticeHarness, startPracticeHarness } from './practice-harness.ts'

const secret = Buffer.from('practice-secret-1').toString('base64')
const account = { accountId: 'first', apiKey: 'practice-key-1', secret, passphrase: 'practice' }
const symbol = 'BTC/USDT'
const money = (text: string): Money => Money.parse(text)

let harness: PracticeHarness | null = null
let admissions: ReturnType<typeof watchAdmissions>
beforeEach(() => {
  admissions = watchAdmissions()
})
afterEach(async () => {
  admissions.stop()
  await harness?.close()
})

const plain = {
  limit: limitOrder({ symbol, price: money('50000') }),
  market: { kind: 'market', symbol, side: 'buy', amount: { unit: 'quote', value: money('100') }, exits: null },
} as const

test.each(exchangeNames.flatMap((exchange) => (['limit', 'market'] as const).map((kind) => ({ exchange, kind }))))(
  '$exchange: a $kind order asks for no price on its way',
  async ({ exchange, kind }) => {
    harness = await startPracticeHarness({}, { exchange, account })
    const { client } = harness
    await client.getMarkets()
    await client.getBalance()
    admissions.asked.length = 0
    await client.normalise(plain[kind], 'left_to_exchange')
    expect(admissions.asked).toEqual([])
  },
)

test('what the exchange then refuses is told as our own check would have told it, with its words beside', async () => {
  harness = await startPracticeHarness({}, { exchange: 'binance', account })
  const { client } = harness
  const far = limitOrder({ symbol, price: money('900000'), quantity: money('0.001') })
  const sent = await client.normalise(far, 'left_to_exchange')
  const error = await client.placeOrder(sent, 'far0away', withoutPermit).catch((thrown: unknown) => thrown)
  const ours = await client.normalise(far).catch((thrown: unknown) => thrown)
  if (!(error instanceof GatewayError) || !(ours instanceof GatewayError)) throw new Error('not refused')
  expect(error.text).toEqual(ours.text)
  expect(error).toMatchObject({ class: 'refused', field: 'price', exchange: { code: '-1013' } })
  expect(ours.text.key).toBe('order.price.out_of_band')
})
