import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { acknowledged, filledRow, notFound, only, reference, rise, symbol } from './classic-fixtures.ts'
import {
  at,
  caught,
  dropped,
  http,
  ok,
  orderRow,
  planRow,
  plansOf,
  refusal,
  scriptedClient,
  tpslRow,
  type Script,
} from './scripted-venue.ts'

describe('cancelling', () => {
  it('takes an acknowledgement for “accepted”: the order’s own state is the answer', async () => {
    const { client } = scriptedClient({
      [at.cancel]: acknowledged,
      [at.orderInfo]: (_params, count) => ok([count === 1 ? orderRow() : filledRow()]),
    })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: 'filled' })
  })

  it('stays unknown while the order is seen open', async () => {
    const { client, calls } = scriptedClient({
      [at.cancel]: acknowledged,
      [at.orderInfo]: () => ok([orderRow()]),
    })
    const error = await caught(client.cancelOrder(reference))
    expect([error.class, error.text.key]).toEqual(['unknown-outcome', 'order.cancel.unknown'])
    expect(calls(at.cancel)).toHaveLength(1)
  })

  it.each<[string, TransportOutcome, object, string]>([
    ['lost, but done', dropped, { status: 'cancelled' }, 'cancelled'],
    ...['43001', '31007', '80011', '22001', '99999'].map((code): [string, TransportOutcome, object, string] => [
      `refused with ${code}, for it has filled`,
      refusal(code),
      { status: 'filled' },
      'filled',
    ]),
  ])('is settled by the order when it is %s', async (_what, outcome, row, expected) => {
    const { client } = scriptedClient({
      [at.cancel]: () => outcome,
      [at.orderInfo]: () => ok([orderRow(row)]),
    })
    expect(await client.cancelOrder(reference)).toMatchObject({ status: expected })
  })

  it.each<[string, Script]>([
    ['the order is open', { [at.orderInfo]: () => ok([orderRow()]) }],
    ['nothing answers', { [at.orderInfo]: () => http(503, '') }],
  ])('stays unknown after a lost answer while %s', async (_what, script) => {
    const { client } = scriptedClient({ [at.cancel]: () => dropped, ...script })
    expect((await caught(client.cancelOrder(reference))).class).toBe('unknown-outcome')
  })

  it('stays refused when the exchange refuses it for another reason', async () => {
    const { client } = scriptedClient({
      [at.cancel]: () => refusal('99999'),
      [at.orderInfo]: () => ok([orderRow()]),
    })
    expect((await caught(client.cancelOrder(reference))).text.key).toBe('exchange.rejected_code')
  })

  it('is “not found” when no list knows the order', async () => {
    const { client } = scriptedClient({ [at.cancel]: notFound })
    expect((await caught(client.cancelOrder(reference))).text.key).toBe('order.not_found')
  })

  it('finds the list of an order of which only the id is known, and cancels it there', async () => {
    let cancelled = false
    const { client, calls } = scriptedClient({
      [at.cancel]: ({ tpslType }) => {
        if (tpslType !== 'tpsl') return notFound()
        cancelled = true
        return ok({ orderId: '31', clientOid: '' })
      },
      [at.unfilled]: (params) => only('tpsl', ...(cancelled ? [] : [tpslRow()]))(params),
      [at.history]: (params) =>
        only('tpsl', ...(cancelled ? [orderRow({ ...tpslRow(), status: 'cancelled' })] : []))(params),
    })
    expect(await client.cancelOrder({ symbol, orderId: '31' })).toMatchObject({ status: 'cancelled' })
    expect(calls(at.cancel).map(({ params }) => params)).toEqual([
      { symbol: 'BTCUSDT', orderId: '31' },
      { symbol: 'BTCUSDT', orderId: '31', tpslType: 'tpsl' },
    ])
  })

  it('cancels a plan order among the plan orders, at once when it placed it', async () => {
    let cancelled = false
    const script: Script = {
      [at.placePlan]: () => ok({ orderId: '41', clientOid: 'id1' }),
      [at.cancel]: notFound,
      [at.cancelPlan]: () => {
        cancelled = true
        return ok({ result: 'success' })
      },
      [at.plans]: () => (cancelled ? plansOf() : plansOf(planRow())),
      [at.planHistory]: () => (cancelled ? plansOf(planRow({ status: 'cancelled' })) : plansOf()),
    }
    const known = scriptedClient(script)
    await known.client.placeOrder(rise, 'id1', withoutPermit)
    expect(await known.client.cancelOrder({ symbol, orderId: '41' })).toMatchObject({ status: 'cancelled' })
    expect(known.calls(at.cancel)).toHaveLength(0)
    cancelled = false
    const stranger = scriptedClient(script)
    expect(await stranger.client.cancelOrder({ symbol, orderId: '41' })).toMatchObject({
      status: 'cancelled',
    })
    expect(stranger.calls(at.cancelPlan).map(({ params }) => params)).toEqual([{ orderId: '41' }])
  })
})
