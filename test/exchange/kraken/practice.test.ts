import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { Money } from '../../../src-shared/money.ts'
import { type PracticeHarness, startPracticeHarness } from '../practice-harness.ts'

const m = (text: string) => Money.parse(text)
const secret = Buffer.from('practice-secret-1').toString('base64')
const account = { accountId: 'first', apiKey: 'practice-key-1', secret }

/** What the conformance rows, which hold for every exchange, leave out. */
describe('on the practice exchange', () => {
  let harness: PracticeHarness

  beforeEach(async () => {
    harness = await startPracticeHarness({}, { exchange: 'kraken', account })
  })
  afterEach(() => harness.close())

  it('no nonce is refused, however many accounts ask with one key at the same time', async () => {
    const other = harness.addAccount({ ...account, accountId: 'second' })
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? harness.client : other).getBalance()),
    )
    expect(answers.every((balances) => balances.length > 0)).toBe(true)
  })

  it('an entry that fills in parts has an exit for each, found by the entry’s client id', async () => {
    const { client } = harness
    const symbol = 'BTC/USD'
    const { last } = await client.fetchTicker(symbol)
    if (last === null) throw new Error('no price')
    const price = last.times(m('0.99')).floorToStep(m('1'))
    const request = await client.normalise({
      kind: 'limit',
      symbol,
      side: 'buy',
      quantity: m('0.01'),
      price,
      timeInForce: 'gtc',
      postOnly: false,
      exits: {
        takeProfit: null,
        stopLoss: { triggerPrice: price.times(m('0.9')).floorToStep(m('1')), limitPrice: null },
      },
    })
    const placed = await client.placeOrder(request, 'xgptwoparts', withoutPermit)
    expect([placed.order.role, placed.legs.length]).toEqual(['entry', 0])
    const parts = ['0.004', '0.006']
    for (const [index, maxQuantity] of parts.entries()) {
      await harness.control('POST', '/price', {
        exchange: 'kraken',
        symbol,
        price: price.toString(),
        maxQuantity,
      })
      const found = await client.findOrder(request, 'xgptwoparts')
      expect(found?.legs.map(({ role, listId, quantity }) => [role, listId, quantity?.toString()])).toEqual(
        parts.slice(0, index + 1).map((quantity) => ['stop_loss', placed.order.id, quantity]),
      )
    }
  })

  it('an order keeps its client id for a second client, which never placed it', async () => {
    const { client } = harness
    const request = await client.normalise({
      kind: 'market',
      symbol: 'BTC/USD',
      side: 'buy',
      amount: { unit: 'quote', value: m('60') },
      exits: null,
    })
    const { order } = await client.placeOrder(request, 'xgpsomebody', withoutPermit)
    expect([order.status, order.clientOrderId, order.quoteQuantity?.toString()]).toEqual([
      'filled',
      'xgpsomebody',
      '60',
    ])
    const other = harness.addAccount({ ...account, accountId: 'second' })
    const back = await other.fetchOrder({ symbol: 'BTC/USD', clientOrderId: 'xgpsomebody' })
    expect([back.id, back.clientOrderId]).toEqual([order.id, 'xgpsomebody'])
    expect(back.filled.toString()).toBe(order.filled.toString())
    expect(back.quoteFilled?.atMost(m('60'))).toBe(true)
  })

  it('a trailing stop and a conditional order are read back as they were asked for', async () => {
    const { client } = harness
    const sale = { symbol: 'BTC/USD', side: 'sell' as const, quantity: m('0.01') }
    const trailing = {
      kind: 'trailing_stop' as const,
      ...sale,
      trailingBips: 125,
      activationPrice: null,
      limitPrice: null,
    }
    const { order } = await client.placeOrder(await client.normalise(trailing), 'xgptrailing', withoutPermit)
    expect(order.terms).toMatchObject({ kind: 'trailing_stop', trailingBips: 125 })
    expect(order.waiting).toBe(true)
  })

  it('orders are read by their ids together; of what Kraken does not know nothing is told', async () => {
    const { client } = harness
    const place = async (id: string): Promise<string> => {
      const sale = { symbol: 'BTC/USD', side: 'sell' as const, quantity: m('0.01') }
      const request = { kind: 'stop_loss' as const, ...sale, triggerPrice: m('20000') }
      return (await client.placeOrder(await client.normalise(request), id, withoutPermit)).order.id
    }
    const ids = [await place('xgpone'), await place('xgptwo')]
    const read = async (...asked: string[]) => {
      const orders = await client.fetchOrders(asked.map((id) => ({ symbol: 'BTC/USD', id })))
      return orders?.map(({ id, clientOrderId }) => [id, clientOrderId]).sort()
    }
    const both = [
      [ids[0], 'xgpone'],
      [ids[1], 'xgptwo'],
    ].sort()
    expect(await read(...ids)).toEqual(both)
    expect(await read('OAAAAA-BBBBB-CCCCCC')).toEqual([])
  })
})
