import type { CallName } from './contract.ts'

/** A record, so that the compiler asks for each call of the contract; zod stays out of the sandboxed preload that imports this. */
const names: Readonly<Record<CallName, true>> = {
  'app.info': true,
  'settings.set': true,
  'accounts.list': true,
  'accounts.add': true,
  'accounts.setCredentials': true,
  'accounts.acceptWithdrawals': true,
  'accounts.setRedisPermission': true,
  'accounts.setLimits': true,
  'accounts.deadMan': true,
  'accounts.setDeadMan': true,
  'accounts.test': true,
  'accounts.remove': true,
  'markets.list': true,
  'market.ticker': true,
  'market.candles': true,
  'market.orderBook': true,
  'balances.get': true,
  'orders.preview': true,
  'orders.dryRun': true,
  'orders.place': true,
  'orders.open': true,
  'orders.history': true,
  'orders.cancel': true,
  'orders.edit': true,
  'orders.meantToCancel': true,
  'orders.cancelAll': true,
  'orders.askAgain': true,
  'orders.settle': true,
  'brackets.list': true,
  'brackets.move': true,
  'brackets.release': true,
  'brackets.acknowledge': true,
  'guard.get': true,
  'guard.set': true,
  'approvals.decide': true,
  'journal.search': true,
  'journal.detail': true,
  'journal.export': true,
  'journal.renew': true,
  'gateway.status': true,
  'gateway.requests': true,
  'redis.settings': true,
  'redis.try': true,
  'redis.save': true,
  'redis.takeOver': true,
}

/** Every call of the contract, without its schemas. */
export const exposedCallNames = Object.keys(names) as readonly CallName[]

/** Electron's channel of a call. */
export const callChannel = (name: CallName): string => `panel:${name}`

/** Electron's channel on which the gateway pushes its events. */
export const eventChannel = 'panel-event'
