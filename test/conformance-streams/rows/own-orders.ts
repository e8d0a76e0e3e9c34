import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { AccountNews } from '../../../src-main/exchange/streams/account-news.ts'
import { advance, type Lifecycle, newLifecycle } from '../../../src-main/trading/lifecycle.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Fill, Order, OrderRequest, PlacedOrder } from '../../../src-shared/order.ts'
import type { StreamHarness } from '../harness.ts'
import { eventually, type Heard, listening } from './listening.ts'

export const money = (text: string): Money => Money.parse(text)

let placed = 0
const newId = (): string => {
  placed += 1
  return `xgptest${String(placed).padStart(20, '0')}`
}

export const limit = ({ column }: StreamHarness, price: string, quantity = '0.02'): OrderRequest => ({
  kind: 'limit',
  symbol: column.symbol,
  side: 'buy',
  quantity: money(quantity),
  price: money(price),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})

/** The account's news, live, with the price at 60000. */
export async function follow(harness: StreamHarness): Promise<Heard<AccountNews>> {
  harness.setPrice(harness.column.symbol, '60000')
  const heard = listening<AccountNews>()
  harness.streams.watchAccount(harness.accountId, asking(harness, heard))
  await eventually('the account is live', heard.isLive)
  return heard
}

/** Whoever keeps orders asks for those that are told as touched: what is answered is heard as if it were told. */
function asking({ client }: StreamHarness, heard: Heard<AccountNews>): Heard<AccountNews> {
  const value = (news: AccountNews): void => {
    heard.value(news)
    if (news.kind !== 'order-touched') return
    const { orderId, symbol } = news
    if (orderId === null || symbol === null) return
    client.fetchOrder({ symbol, orderId }).then(
      (order) => heard.value({ kind: 'order', order }),
      // It is told again when something happens to it.
      () => undefined,
    )
  }
  return { ...heard, value }
}

export const place = ({ client }: StreamHarness, request: OrderRequest): Promise<PlacedOrder> =>
  client.placeOrder(request, newId(), withoutPermit)

export const ordersOf = ({ values }: Heard<AccountNews>, id: string): readonly Order[] =>
  values.flatMap((news) => (news.kind === 'order' && news.order.id === id ? [news.order] : []))

export const fillsOf = ({ values }: Heard<AccountNews>, id: string): readonly Fill[] =>
  values.flatMap((news) => (news.kind === 'fill' && news.fill.orderId === id ? [news.fill] : []))

/** Fills by their ids: what is told twice counts once. */
export const filledBy = (fills: readonly Fill[]): Money =>
  Money.sum([...new Map(fills.map((fill) => [fill.id, fill.quantity])).values()])

/** Where an order stands after news of it in any order: what every keeper of orders makes of them. */
export function standing(orders: readonly Order[]): Lifecycle {
  const sent = advance(newLifecycle(null), { type: 'sent' })
  return orders.reduce(
    (state, { status, filled, quantity, updatedAt: at }) =>
      advance(state, { type: 'seen', status, filled, quantity, at }),
    sent,
  )
}

export async function sameBalances({ client }: StreamHarness, heard: Heard<AccountNews>): Promise<boolean> {
  const told = new Map(
    heard.values.flatMap((news) => (news.kind === 'balances' ? news.balances.map((each) => [each.asset, each]) : [])),
  )
  const asked = await client.getBalance()
  return (
    told.size > 0 &&
    asked.every((each) => {
      const known = told.get(each.asset)
      return known === undefined || (known.available.equals(each.available) && known.held.equals(each.held))
    })
  )
}
