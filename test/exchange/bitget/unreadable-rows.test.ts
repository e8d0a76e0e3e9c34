import { describe, expect, it } from 'vitest'
import type { ExchangeLogger } from '../../../src-main/exchange/core/venue.ts'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { limit, only, reference, rise, stop, symbol } from './classic-fixtures.ts'
import {
  at,
  caught,
  http,
  ok,
  orderRow,
  planRow,
  plansOf,
  type Script,
  type ScriptOptions,
  scriptedClient,
  strategyRow,
  tpslRow,
  unfilledRow,
  unifiedRow,
} from './scripted-venue.ts'

function logging(script: Script, kind: NonNullable<ScriptOptions['kind']> = 'classic') {
  const warnings: object[] = []
  const logger: ExchangeLogger = { debug: () => undefined, warn: (details) => warnings.push(details) }
  return { ...scriptedClient(script, { kind, logger }), warnings }
}
const page = (...list: readonly object[]) => ok({ list, cursor: '' })

/** A list with one row of the future among others: what still comes, and that the log tells what was left out. */
const lists: [string, Script, 'classic' | 'unified', readonly string[]][] = [
  [
    'unfilled',
    { [at.unfilled]: only('normal', unfilledRow({ side: 'both', orderId: '16' }), unfilledRow()) },
    'classic',
    ['17'],
  ],
  ['TP/SL', { [at.unfilled]: only('tpsl', tpslRow(), tpslRow({ size: 'all', orderId: '32' })) }, 'classic', ['31']],
  [
    'plan',
    {
      [at.assets]: () => ok([{ coin: 'BTC', available: '1', frozen: '0', locked: '0' }]),
      [at.plans]: () => plansOf(planRow({ triggerPrice: null, orderId: '40' }), planRow()),
    },
    'classic',
    ['41'],
  ],
  [
    'unified unfilled',
    { [at.unifiedUnfilled]: () => page(unifiedRow({ side: '', orderId: '70' }), unifiedRow()) },
    'unified',
    ['71'],
  ],
  [
    'strategy',
    { [at.strategies]: () => ok([strategyRow({ qty: 'whole', orderId: '80' }), strategyRow()]) },
    'unified',
    ['81:tp', '81:sl'],
  ],
]

describe('a row that cannot be read', () => {
  it.each(lists)('is left out of the %s list, with a log line', async (_list, script, kind, expected) => {
    const { client, warnings } = logging(script, kind)
    expect((await client.fetchOpenOrders(null)).map(({ id }) => id)).toEqual(expected)
    expect(warnings).toEqual([expect.objectContaining({ left: 1 })])
  })

  it('is left out of finished orders and of balances too', async () => {
    const { client, warnings } = logging({
      [at.history]: only('normal', orderRow({ cTime: 'then' }), orderRow({ status: 'filled' })),
      [at.assets]: () =>
        ok([
          { coin: 'BTC', available: 'some' },
          { coin: 'USDT', available: '5' },
        ]),
    })
    const query = { symbol, symbols: [], since: null, until: null, limit: 10 }
    expect(await client.fetchClosedOrders(query)).toHaveLength(1)
    expect((await client.getBalance()).map(({ asset }) => asset)).toEqual(['USDT'])
    expect(warnings).toHaveLength(2)
  })

  it.each<[string, Script, 'classic' | 'unified']>([
    ['orderInfo', { [at.orderInfo]: () => ok([orderRow({ clientOid: 'id1', side: 'both' })]) }, 'classic'],
    ['unfilled', { [at.unfilled]: only('normal', unfilledRow({ clientOid: 'id1', side: 'both' })) }, 'classic'],
    ['history', { [at.history]: only('normal', orderRow({ clientOid: 'id1', cTime: 'then' })) }, 'classic'],
    ['plan', { [at.plans]: () => plansOf(planRow({ clientOid: 'id1', triggerPrice: null })) }, 'classic'],
    ['ended plan', { [at.planHistory]: () => plansOf(planRow({ clientOid: 'id1', size: '' })) }, 'classic'],
    ['unified', { [at.unifiedUnfilled]: () => page(unifiedRow({ clientOid: 'id1', side: '' })) }, 'unified'],
    ['ended', { [at.unifiedHistory]: () => page(unifiedRow({ clientOid: 'id1', side: '' })) }, 'unified'],
  ])('is not taken for "never placed" when it is the one looked for: %s', async (_list, script, kind) => {
    const { client } = logging(script, kind)
    expect((await caught(client.findOrder(limit, 'id1'))).class).toBe('retryable')
    // Another request is not in doubt for it.
    if (_list !== 'orderInfo') expect(await client.findOrder(limit, 'id2')).toBeNull()
  })

  it.each<[string, Script, string]>([
    ['cannot be read', { [at.strategies]: () => ok([strategyRow({ qty: 'whole' })]) }, 'retryable'],
    ['may be in a list that does not come', { [at.strategies]: () => http(503, '') }, 'retryable'],
    ['may be among the finished ones', { [at.strategyHistory]: () => http(503, '') }, 'retryable'],
    ['is in no list', { [at.strategies]: () => ok([]), [at.strategyHistory]: () => ok([]) }, 'not-found'],
    ['cannot be where there are none', {}, 'not-found'],
  ])('of a strategy order is not "no such order": it %s', async (_what, script, expected) => {
    const { client } = logging(script, 'unified')
    expect((await caught(client.fetchOrder({ symbol, orderId: '81:tp' }))).class).toBe(expected)
  })

  it('is not taken for "never placed" where no id tells orders apart', async () => {
    const { client } = logging({ [at.unfilled]: only('tpsl', tpslRow({ size: 'all' })) })
    expect((await caught(client.findOrder(stop, 'id1'))).class).toBe('retryable')
    expect(await client.findOrder(rise, 'id1')).toBeNull()
  })
})

describe('words of the future', () => {
  it.each<[string, object, object]>([
    ['a type with a price', { orderType: 'iceberg' }, { kind: 'limit' }],
    ['a type without one', { orderType: 'twap', price: '' }, { kind: 'market' }],
    ['capitals', { orderType: 'LIMIT', side: 'BUY', status: 'LIVE' }, { kind: 'limit' }],
  ])('leave an order readable: %s', async (_what, change, terms) => {
    const { client } = logging({ [at.orderInfo]: () => ok([orderRow(change)]) })
    expect(await client.fetchOrder(reference)).toMatchObject({ status: 'open', side: 'buy', terms })
    const row = { ...change, orderStatus: 'LIVE' }
    const unified = logging({ [at.unifiedOrder]: () => ok(unifiedRow(row)) }, 'unified')
    expect(await unified.client.fetchOrder({ symbol, orderId: '71' })).toMatchObject({
      status: 'open',
      terms,
    })
  })

  it.each(['classic', 'unified'] as const)('%s: an order of another type is not changed', async (kind) => {
    const { client, calls } = logging(
      {
        [at.orderInfo]: () => ok([orderRow({ orderType: 'iceberg' })]),
        [at.unifiedOrder]: () => ok(unifiedRow({ orderType: 'iceberg', orderId: '17' })),
      },
      kind,
    )
    const change = { quantity: null, price: limit.price.plus(limit.price), triggerPrice: null }
    expect((await caught(client.editOrder(reference, change, 'id2', withoutPermit))).text.key).toBe(
      'order.edit.unsupported',
    )
    expect([...calls(at.replace), ...calls(at.unifiedModify)]).toEqual([])
  })

  it('never read as open: a state that nobody knows, or none', async () => {
    const rows = [orderRow({ status: 'resting' }), orderRow({ orderId: '18', status: null })]
    const { client } = logging({ [at.unfilled]: only('normal', ...rows) })
    expect((await client.fetchOpenOrders(symbol)).map(({ status }) => status)).toEqual(['unknown', 'unknown'])
  })
})
