import { Money } from '../../../../src-shared/money.ts'
import type { BalancesEvent, OrderEvent } from '../../engine/feed.ts'
import { valuedAssets } from '../account-endpoints.ts'
import { flat, strategyView, unifiedFillView, unifiedView } from '../order-views.ts'
import type { PracticeBitget } from '../practice-bitget.ts'
import type { AccountPush } from './classic-pushes.ts'
import { changeOf } from './order-changes.ts'

/** Streams write it in lower case, REST in upper case. */
const category = 'spot'

/** An order's change on `order`, `strategy-order`, `fill` and `fast-fill`. */
export function unifiedOrderPushes(event: OrderEvent): readonly AccountPush[] {
  const { order, fill } = event
  const symbol = flat(order.symbol)
  const change = changeOf(event)
  const pushes: AccountPush[] = []
  if (change.asWaiting) pushes.push({ channel: 'strategy-order', symbol, data: { ...strategyView(order), category } })
  if (change.asOrder)
    pushes.push({ channel: 'order', symbol, data: { ...unifiedView(order), category, stpMode: 'none' } })
  if (fill === null) return pushes
  const view = unifiedFillView(order, fill)
  const { feeDetail: _, ...withoutFee } = view
  const more = {
    category,
    orderType: order.limitPrice === null ? 'market' : 'limit',
    execLinkId: view.execId,
    execTime: String(fill.time),
    updatedTime: String(fill.time),
  }
  return [
    ...pushes,
    { channel: 'fill', symbol, data: { ...view, ...more } },
    { channel: 'fast-fill', symbol, data: { ...withoutFee, ...more } },
  ]
}

/** The whole worth, and of the coins those that have changed. */
export function unifiedAccountPush(
  exchange: PracticeBitget,
  { accountId, changes }: BalancesEvent,
): readonly AccountPush[] {
  const equity = Money.sum(valuedAssets({ exchange, accountId }).map(({ value }) => value))
  const coin = changes.map(({ asset, free, locked }) => {
    const total = free.plus(locked).toString()
    return {
      coin: asset,
      equity: total,
      balance: total,
      available: free.toString(),
      locked: locked.toString(),
      borrow: '0',
      debts: '0',
    }
  })
  return [{ channel: 'account', symbol: '', data: { totalEquity: equity.toString(), coin } }]
}
