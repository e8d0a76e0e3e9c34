import assert from 'node:assert/strict'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { ConformanceRow } from '../harness.ts'
import { available, equalMoney, failure, limitRequest, money, place, worth } from './helpers.ts'

export const accountRows: readonly ConformanceRow[] = [
  {
    id: 'credentials-good',
    title: 'good credentials are reported with what they may do',
    run: async ({ client }) => {
      const report = await client.checkCredentials()
      assert.equal(report.canRead, true)
      assert.notEqual(report.canTrade, false)
      assert.notEqual(report.accountKind, '')
      // Kraken does not tell whose a key is.
      if (client.exchange === 'kraken') assert.equal(report.uid, null)
      else assert.match(report.uid ?? '', /^\d+$/)
    },
  },
  {
    id: 'credentials-wrong-secret',
    title: 'a wrong secret is an auth error',
    run: async ({ clientWith }) => {
      const error = await failure((await clientWith('wrong_secret')).checkCredentials(), 'auth')
      assert(error.exchange?.message, 'with the exchange’s own words')
    },
  },
  {
    id: 'credentials-unknown-key',
    title: 'an unknown key is an auth error',
    run: async ({ clientWith }) => {
      await failure((await clientWith('unknown_key')).getBalance(), 'auth')
    },
  },
  {
    id: 'credentials-read-only',
    title: 'a key without the right to trade reads, and its orders are refused for that',
    run: async (harness) => {
      const client = await harness.clientWith('read_only')
      assert((await client.getBalance()).length > 0)
      assert.notEqual((await client.checkCredentials()).canTrade, true)
      const request = await client.normalise(await limitRequest(harness, 'buy', '0.9'))
      const error = await failure(client.placeOrder(request, harness.newId(), withoutPermit), 'auth')
      assert(error.exchange?.message, 'with the exchange’s own words')
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 0)
    },
  },
  {
    id: 'credentials-changed',
    title: 'a client whose credentials were replaced sends nothing any more',
    run: async (harness) => {
      const request = await harness.client.normalise(await limitRequest(harness, 'buy', '0.9'))
      harness.changeCredentials()
      const error = await failure(harness.client.placeOrder(request, harness.newId(), withoutPermit), 'auth')
      assert.equal(error.text.key, 'account.credentials_changed')
      await failure(harness.client.getBalance(), 'auth')
      assert.equal(await harness.arrived('place'), 0)
    },
  },
  {
    id: 'balances',
    title: 'balances add up and an open order holds its value',
    run: async (harness) => {
      const before = await harness.client.getBalance()
      for (const { total, available: free, held } of before) equalMoney(total, free.plus(held))
      const [, quote = ''] = harness.symbol.split('/')
      const freeBefore = await available(harness, quote)
      const request = await limitRequest(harness, 'buy', '0.9')
      await place(harness, request)
      const value = request.price.times(request.quantity)
      const held = (await harness.client.getBalance()).find(({ asset }) => asset === quote)?.held
      // Where fees are paid in quote units they are set aside as well.
      assert(held?.atLeast(value) === true && held.atMost(value.times(money('1.01'))))
      equalMoney(await available(harness, quote), freeBefore.minus(held))
    },
  },
  {
    id: 'fees',
    title: 'fee rates are told, and a fill’s fee follows them',
    run: async (harness) => {
      const rates = await harness.client.fetchFees(harness.symbol)
      assert(rates.taker.isPositive() && rates.maker.isPositive())
      const quantity = await worth(harness, '500')
      const { order } = await place(harness, {
        kind: 'market',
        symbol: harness.symbol,
        side: 'sell',
        amount: { unit: 'base', value: quantity },
        exits: null,
      })
      const [fee] = order.fees ?? []
      assert(fee && order.quoteFilled, 'the answer lists the fee')
      const expected = order.quoteFilled.times(rates.taker)
      assert(
        fee.amount.minus(expected).abs().lessThan(money('0.0001')),
        `${fee.amount.toString()} is about ${expected.toString()}`,
      )
    },
  },
]
