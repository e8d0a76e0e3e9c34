import { describe, expect, it } from 'vitest'
import { cancelAll, meantToCancel } from '../../src-main/trading/cancel-all.ts'
import { account, limitOrder, panel, redis, setUp } from './desk-setup.ts'

const accounts = [account()]

async function withTwoOrders() {
  const parts = await setUp()
  const ids: string[] = []
  for (const origin of [panel('form-1'), redis('request-1')]) {
    const placed = await parts.desk.place({ accountId: 'acc-1', request: limitOrder() }, origin)
    if (placed.outcome !== 'accepted') throw new Error('the order was not accepted')
    ids.push(placed.placed.order.id)
  }
  const [mine = '', bots = ''] = ids
  return { ...parts, mine, bots }
}

describe('cancelling many through the desk', () => {
  it('tells beforehand whose orders it would cancel, and sends nothing', async () => {
    const parts = await withTwoOrders()
    const meant = async (scope: 'mine' | 'bots' | 'everything') => {
      const { orders } = await meantToCancel(parts, { accounts, scope, includeExits: false })
      return orders.map(({ orderId }) => orderId)
    }
    expect(await meant('mine')).toEqual([parts.mine])
    expect(await meant('bots')).toEqual([parts.bots])
    expect((await meant('everything')).toSorted()).toEqual([parts.mine, parts.bots].toSorted())
    expect(await parts.desk.openOrders('acc-1', null)).toHaveLength(2)
  })

  it('cancels those, says which, and leaves the others', async () => {
    const parts = await withTwoOrders()
    const asked = { accounts, scope: 'bots', includeExits: false } as const
    const result = await cancelAll(parts, asked, (index) => panel(`many.${index}`))
    const symbol = 'BTC/USDT'
    expect(result).toEqual({ cancelled: [{ account: 'Main', orderId: parts.bots, symbol }], failed: [] })
    expect((await parts.desk.openOrders('acc-1', null)).map(({ id }) => id)).toEqual([parts.mine])
  })
})
