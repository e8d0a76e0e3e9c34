import { describe, expect, it } from 'vitest'
import { OrderMemory } from '../../../src-main/exchange/bitget/own/order-memory.ts'
import { balancesFrom, orderFrom as unifiedFrom } from '../../../src-main/exchange/bitget/unified/map-orders.ts'
import { orderSchema as unifiedSchema } from '../../../src-main/exchange/bitget/unified/schemas.ts'
import { parseJson } from '../../../src-main/exchange/http/json.ts'
import { MemoryClientIdStore } from '../../../src-main/exchange/stores/client-id-store.ts'
import { Money } from '../../../src-shared/money.ts'
import { markets } from './market-fixtures.ts'
import { unifiedRow } from './scripted-venue.ts'

const m = (text: string): Money => Money.parse(text)
const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const wire = (value: object): unknown => parseJson(JSON.stringify(value))
const newMemory = (): OrderMemory => new OrderMemory(new MemoryClientIdStore())

describe('a unified account’s order', () => {
  const unified = (row: object): unknown =>
    text(unifiedFrom(unifiedSchema.parse(wire(unifiedRow(row))), { markets, memory: newMemory() }))

  it('never takes `qty` of a purchase at market for its size', () => {
    const sample = {
      orderType: 'market',
      price: '',
      qty: '0',
      amount: '100',
      cumExecQty: '0.0372',
      cumExecValue: '99.99',
      avgPrice: '2687.9',
      orderStatus: 'filled',
      feeDetail: [{ feeCoin: 'BTC', fee: '0.0000372' }],
    }
    expect(unified(sample)).toMatchObject({
      quantity: null,
      quoteQuantity: '100',
      filled: '0.0372',
      quoteFilled: '99.99',
      averagePrice: '2687.9',
      status: 'filled',
      fees: [{ asset: 'BTC', amount: '0.0000372' }],
      role: 'single',
    })
  })

  it('reads force and exits', () => {
    expect(unified({ timeInForce: 'post_only', takeProfit: '66000' })).toMatchObject({
      terms: { kind: 'limit', postOnly: true, timeInForce: 'gtc', price: '50000' },
      role: 'entry',
      listId: '71',
    })
  })

  it('tells what lies in the funding wallet apart from what orders can use', () => {
    const { zero } = Money
    const asset = { coin: 'USDT', available: m('90'), locked: m('10') }
    const funding = [
      { coin: 'USDT', balance: m('5'), available: m('5') },
      { coin: 'BTC', balance: null, available: m('1') },
      { coin: 'ETH', balance: zero, available: zero },
    ]
    expect(text(balancesFrom([asset, { coin: 'DUST', available: zero, locked: null }], funding))).toEqual([
      {
        asset: 'USDT',
        available: '90',
        held: '10',
        total: '100',
        elsewhere: [{ wallet: 'funding', amount: '5' }],
      },
      {
        asset: 'BTC',
        available: '0',
        held: '0',
        total: '0',
        elsewhere: [{ wallet: 'funding', amount: '1' }],
      },
    ])
  })
})
