import { Money } from '../../../src-shared/money.ts'
import { limit } from '../sample-orders.ts'

export const m = (text: string) => Money.parse(text)
export { limit }
export const place = 'POST /api/v1/hf/orders/sync'
export const mode = 'GET /api/ua/v1/account/mode'
export const balances = 'GET /api/v1/accounts'
export const resting = {
  orderId: 'o1',
  orderTime: 1_800_000_000_000,
  originSize: '0.01',
  dealSize: '0',
  remainSize: '0.01',
  canceledSize: '0',
  status: 'open',
}
export const usedUp = (resetMs: number) => ({
  'gw-ratelimit-limit': '4000',
  'gw-ratelimit-remaining': '0',
  'gw-ratelimit-reset': String(resetMs),
})
