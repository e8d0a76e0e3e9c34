import type { AccountView } from '../../../src-renderer/views.ts'
import type { CallOutput } from '../../../src-shared/contract.ts'
import type { NewsView } from '../../../src-shared/news-text.ts'
import { usualWarningLimits } from '../../../src-shared/order-warnings.ts'
import { usualAlerts } from '../../../src-shared/settings.ts'
import { toWire } from '../../../src-shared/wire.ts'
import { sampleAccount } from '../../support/sample-account.ts'

/** A practice account as the window gets it. */
export const practiceAccount: AccountView = {
  ...toWire(sampleAccount({ name: 'Paper' })),
  credentials: 'this_run_only',
  practice: true,
  health: { state: 'unchecked' },
  blocked: false,
}

export const realAccount: AccountView = {
  ...practiceAccount,
  id: 'real',
  name: 'Main',
  environment: { kind: 'production' },
  credentials: 'keychain',
  practice: false,
}

export const info: CallOutput<'app.info'> = {
  version: '0.1.0',
  host: 'browser',
  dataFolder: '/data',
  keychain: { available: true, reason: null },
  language: 'en',
  theme: 'dark',
  gatewayName: null,
  alerts: usualAlerts,
  orderWarnings: usualWarningLimits,
  portfolio: { currency: 'USDT', method: 'fifo' },
  startOwnRedis: true,
  terminal3AmountsInUsdt: false,
  redisSharing: 'alone',
  exchangeEvents: null,
  djangoTrades: 'refuse',
  djangoPanelTrades: false,
}

export const openGuard: CallOutput<'guard.get'> = { state: 'active', since: null, approvals: [] }

/** BTC/USDT at about 60,000. */
export const ticker: CallOutput<'market.ticker'> = {
  symbol: 'BTC/USDT',
  last: '60000',
  bid: '59999.99',
  ask: '60000.01',
  high: '61000',
  low: '59000',
  volume: '1000',
  quoteVolume: '60000000',
  changePercent: '0',
  time: 0,
}

export const balances: CallOutput<'balances.get'> = [
  { asset: 'USDT', available: '10000', held: '0', total: '10000', elsewhere: [] },
  { asset: 'BTC', available: '0.5', held: '0', total: '0.5', elsewhere: [] },
]

export const newsFill = (sequence: number): NewsView => ({
  sequence,
  at: Date.now(),
  kind: 'fill',
  what: 'filled',
  accountId: practiceAccount.id,
  accountName: 'Binance main',
  exchange: 'binance',
  symbol: 'BTC/USDT',
  order: {
    id: `order-${sequence}`,
    side: 'sell',
    filled: '0.5',
    quantity: '0.5',
    price: '79950.1',
    priceDecimals: 2,
    toldToForm: null,
  },
})
