import { Money } from '../../src-shared/money.ts'
import type { LimitOrderRequest } from '../../src-shared/order.ts'

/** 0.01 BTC at 50,000, far below the markets of the tests; without exits. */
export const limit: LimitOrderRequest = {
  kind: 'limit',
  symbol: 'BTC/USDT',
  side: 'buy',
  quantity: Money.parse('0.01'),
  price: Money.parse('50000'),
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
}
