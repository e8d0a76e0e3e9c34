import type { Account } from '../../src-shared/account.ts'
import type { CancelledAll, CancelScope } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import type { Order, Origin } from '../../src-shared/order.ts'
import type { Journal } from './journal.ts'
import type { OrderDesk } from './order-desk.ts'

interface Parts {
  readonly desk: Pick<OrderDesk, 'openOrders' | 'cancel' | 'brackets'>
  readonly journal: Pick<Journal, 'originOf'>
}

export interface CancelAllRequest {
  readonly accounts: readonly Account[]
  readonly scope: CancelScope
  /** Exits of brackets, too; what they protect is unprotected then. */
  readonly includeExits: boolean
}

const atOnce = 5

/**
 * Cancels many orders: of each account those that the scope names. Exits go only where asked for, with the entry that they wait for aside. Goes on
 * past what fails, and tells it.
 */
export async function cancelAll(
  parts: Parts,
  { accounts, scope, includeExits }: CancelAllRequest,
  origin: (index: number) => Origin,
): Promise<CancelledAll> {
  let index = 0
  const next = (): Origin => origin(index++)
  const results = await Promise.all(
    accounts.map((account) => cancelOf(account, parts, scope, includeExits, next)),
  )
  return {
    cancelled: results.reduce((sum, { cancelled }) => sum + cancelled, 0),
    failed: results.flatMap(({ failed }) => failed),
  }
}

async function cancelOf(
  account: Account,
  { desk, journal }: Parts,
  scope: CancelScope,
  includeExits: boolean,
  next: () => Origin,
): Promise<CancelledAll> {
  const failed: CancelledAll['failed'][number][] = []
  const fail = (orderId: string | null, error: unknown): void => {
    failed.push({ account: account.name, orderId, error: errorView(error) })
  }
  if (includeExits) releaseBrackets(account, desk, scope, next)
  let orders: readonly Order[]
  try {
    orders = await desk.openOrders(account.id, null)
  } catch (error) {
    fail(null, error)
    return { cancelled: 0, failed }
  }
  const isMeant = (order: Order): boolean => {
    if (!includeExits && isExit(order, account, desk)) return false
    return isInScope(journal.originOf(account.id, order.id), scope)
  }
  // Entries first: their exits go with them.
  const meant = orders.filter(isMeant).toSorted((a, b) => Number(a.waiting) - Number(b.waiting))
  let cancelled = 0
  for (let start = 0; start < meant.length; start += atOnce) {
    await Promise.all(
      meant.slice(start, start + atOnce).map(async ({ id: orderId, symbol }) => {
        try {
          await desk.cancel({ accountId: account.id, orderId, symbol }, next())
          cancelled += 1
        } catch (error) {
          // Gone meanwhile, with its list or by filling: nothing is left to cancel.
          if (!(error instanceof GatewayError) || error.class !== 'not-found') fail(orderId, error)
        }
      }),
    )
  }
  return { cancelled, failed }
}

/** Exits that wait for their entry count with it: they cannot outlive it. */
function isExit(order: Order, account: Account, desk: Parts['desk']): boolean {
  return (
    order.role === 'take_profit' || order.role === 'stop_loss' || desk.brackets.isExit(account.id, order.id)
  )
}

function isInScope(origin: Origin | null, scope: CancelScope): boolean {
  if (scope === 'everything') return true
  return scope === 'bots' ? origin?.kind === 'redis' : origin?.kind === 'panel' || origin?.kind === 'cli'
}

function releaseBrackets(
  account: Account,
  desk: Parts['desk'],
  scope: CancelScope,
  next: () => Origin,
): void {
  for (const { id, ended, askedBy } of desk.brackets.list(account.id, 0)) {
    const asked = scope === 'everything' || (scope === 'bots') === (askedBy === 'redis')
    if (ended !== null || !asked) continue
    try {
      desk.brackets.release(account.id, id, next())
    } catch (error) {
      // Its exits go with an entry that is open: they are cancelled with that.
      if (!(error instanceof GatewayError)) throw error
    }
  }
}
