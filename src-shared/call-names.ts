import type { CallName, PanelEvent } from './contract.ts'

/**
 * Whether a call changes anything: then nobody knows what became of it when its answer is lost. A record, so that the compiler asks for each call of the
 * contract; zod stays out of the sandboxed preload that imports this.
 */
const effects: Readonly<Record<CallName, 'reads' | 'writes'>> = {
  'app.info': 'reads',
  'settings.set': 'writes',
  'accounts.list': 'reads',
  'accounts.add': 'writes',
  'accounts.setCredentials': 'writes',
  'accounts.acceptWithdrawals': 'writes',
  'accounts.setRedisPermission': 'writes',
  'accounts.setLimits': 'writes',
  'accounts.deadMan': 'reads',
  'accounts.setDeadMan': 'writes',
  'accounts.switchOn': 'writes',
  'accounts.setTerminal3Amounts': 'writes',
  'accounts.test': 'reads',
  'accounts.remove': 'writes',
  'verifications.list': 'reads',
  'verifications.preview': 'reads',
  'verifications.start': 'writes',
  'verifications.stop': 'writes',
  'markets.list': 'reads',
  'market.ticker': 'reads',
  'market.candles': 'reads',
  'market.orderBook': 'reads',
  'balances.get': 'reads',
  'orders.preview': 'reads',
  'orders.dryRun': 'reads',
  'orders.place': 'writes',
  'orders.open': 'reads',
  'orders.get': 'reads',
  'orders.outcome': 'reads',
  'orders.history': 'reads',
  'orders.cancel': 'writes',
  'orders.edit': 'writes',
  'orders.meantToCancel': 'reads',
  'orders.cancelAll': 'writes',
  'orders.askAgain': 'writes',
  'orders.settle': 'writes',
  'brackets.list': 'reads',
  'brackets.move': 'writes',
  'brackets.release': 'writes',
  'brackets.acknowledge': 'writes',
  'guard.get': 'reads',
  'guard.set': 'writes',
  'approvals.decide': 'writes',
  'journal.search': 'reads',
  'journal.detail': 'reads',
  'journal.export': 'reads',
  'journal.renew': 'writes',
  'gateway.status': 'reads',
  'gateway.requests': 'reads',
  'redis.settings': 'reads',
  'redis.try': 'reads',
  'redis.save': 'writes',
  'redis.takeOver': 'writes',
}

/** Every call of the contract, without its schemas. */
export const exposedCallNames = Object.keys(effects) as readonly CallName[]

/** Whether a call of this name changes anything; a name that is no call's does not. */
export function writes(name: string): boolean {
  return Object.hasOwn(effects, name) && effects[name as CallName] === 'writes'
}

/** What a window that was cut off is told when it is back: all that may have been said was missed. */
export const saidAfterSilence: readonly PanelEvent[] = [
  { type: 'settings-changed' },
  { type: 'accounts-changed' },
  { type: 'gateway-changed' },
  { type: 'guard-changed' },
]

/** Electron's channel of a call. */
export const callChannel = (name: CallName): string => `panel:${name}`

/** Electron's channel on which the gateway pushes its events. */
export const eventChannel = 'panel-event'
