import type { Account } from '../../../src-shared/account.ts'
import type { Balance, Market, Ticker } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { Order } from '../../../src-shared/order.ts'
import { sampleAccount } from '../../support/sample-account.ts'
import { sampleMarket } from '../../support/sample-market.ts'
import { sampleOrder } from '../../support/sample-order.ts'

export const money = (text: string): Money => Money.parse(text)

export function account(change: Partial<Account> = {}): Account {
  return sampleAccount({ id: 'account-1', name: 'Binance practice', ...change })
}

const market = (base: string, quote: string): Market => sampleMarket({ symbol: `${base}/${quote}` })

export const markets: ReadonlyMap<string, Market> = new Map(
  [market('BTC', 'USDT'), market('ETH', 'BTC'), market('1000SATS', 'USDT')].map((each) => [each.symbol, each]),
)

export function ticker(symbol: string, last = '60000.123456789012345678'): Ticker {
  return {
    symbol,
    last: money(last),
    bid: money('60000.1'),
    ask: money('60000.2'),
    high: money('61000'),
    low: money('59000'),
    volume: money('0.00001'),
    quoteVolume: money('123456789012345678'),
    changePercent: money('-1.694'),
    time: 1_790_000_000_123,
  }
}

export function balance(asset: string, available: string, held: string): Balance {
  return {
    asset,
    available: money(available),
    held: money(held),
    total: money(available).plus(money(held)),
    elsewhere: [],
  }
}

export function order(change: Partial<Order> = {}): Order {
  return sampleOrder({
    id: '9007199254740993123',
    clientOrderId: 'ag0123456789abcdef',
    terms: { kind: 'limit', price: money('60000'), timeInForce: 'gtc', postOnly: false },
    nativeStatus: 'NEW',
    quantity: money('0.001'),
    quoteFilled: Money.zero,
    createdAt: 1_790_000_000_000,
    updatedAt: 1_790_000_000_500,
    raw: { orderId: 1 },
    ...change,
  })
}
