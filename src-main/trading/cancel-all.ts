import type { Account } from '../../src-shared/account.ts'
import type { CancelScope } from '../../src-shared/cancel-scope.ts'
import type { CancelledAll, MeantToCancel, OneOfMany } from '../../src-shared/contract.ts'
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

/** What {@link cancelAll} would cancel at this moment. Asks only. */
export async function meantToCancel(
  parts: Parts,
  { accounts, scope, includeExits }: CancelAllRequest,
): Promise<MeantToCancel> {
  const meant = await Promise.all(accounts.map((account) => ordersOf(account, parts, scope, includeExits)))
  return {
    orders: meant.flatMap(({ orders }) => orders.map(({ one }) => one)),
    brackets: includeExits
      ? accounts.reduce((sum, account) => sum + bracketsOf(account, parts.desk, scope).length, 0)
      : 0,
    failed: meant.flatMap(({ failed }) => failed),
  }
}

/**
 * Cancels many orders: of each account those that the scope names. Exits are cancelled only where asked for; those that
 * wait for an entry go with it. Goes on past what fails, and tells it.
 */
export async function cancelAll(
  parts: Parts,
  { accounts, scope, includeExits }: CancelAllRequest,
  origin: (index: number) => Origin,
): Promise<CancelledAll> {
  let index = 0
  const next = (): Origin => origin(index++)
  const results = await Promise.all(accounts.map((account) => cancelOf(account, parts, scope, includeExits, next)))
  return {
    cancelled: results.flatMap(({ cancelled }) => cancelled),
    failed: results.flatMap(({ failed }) => failed),
  }
}

async function cancelOf(
  account: Account,
  parts: Parts,
  scope: CancelScope,
  includeExits: boolean,
  next: () => Origin,
): Promise<CancelledAll> {
  const { desk } = parts
  if (includeExits) releaseBrackets(account, desk, scope, next)
  const { orders, failed: unseen } = await ordersOf(account, parts, scope, includeExits)
  const cancelled: OneOfMany[] = []
  const failed = [...unseen]
  for (let start = 0; start < orders.length; start += atOnce) {
    await Promise.all(
      orders.slice(start, start + atOnce).map(async ({ one }) => {
        const { orderId, symbol } = one
        try {
          await desk.cancel({ accountId: account.id, orderId, symbol }, next())
          cancelled.push(one)
        } catch (error) {
          // It has ended meanwhile, with its list or by filling: nothing is left to cancel.
          if (!(error instanceof GatewayError) || error.class !== 'not-found')
            failed.push({ account: account.name, orderId, error: errorView(error) })
        }
      }),
    )
  }
  return { cancelled, failed }
}

interface Meant {
  readonly one: OneOfMany
  readonly waiting: boolean
}

/** The open orders of an account that are meant, entries first: their exits go with them. */
async function ordersOf(
  account: Account,
  { desk, journal }: Parts,
  scope: CancelScope,
  includeExits: boolean,
): Promise<{ readonly orders: readonly Meant[]; readonly failed: CancelledAll['failed'] }> {
  try {
    const open = await desk.openOrders(account.id, null)
    const orders = open
      .filter((order) => includeExits || !isExit(order, account, desk))
      .filter(({ id }) => isInScope(journal.originOf(account.id, id), scope))
      .map(({ id, symbol, waiting }) => ({ one: { account: account.name, orderId: id, symbol }, waiting }))
      .toSorted((a, b) => Number(a.waiting) - Number(b.waiting))
    return { orders, failed: [] }
  } catch (error) {
    return { orders: [], failed: [{ account: account.name, orderId: null, error: errorView(error) }] }
  }
}

/** Whether an order is an exit, at the exchange's word or a bracket's. */
function isExit(order: Order, account: Account, desk: Parts['desk']): boolean {
  return order.role === 'take_profit' || order.role === 'stop_loss' || desk.brackets.isExit(account.id, order.id)
}

function isInScope(origin: Origin | null, scope: CancelScope): boolean {
  if (scope === 'everything') return true
  return scope === 'bots' ? origin?.kind === 'redis' : origin?.kind === 'panel' || origin?.kind === 'cli'
}

function releaseBrackets(account: Account, desk: Parts['desk'], scope: CancelScope, next: () => Origin): void {
  for (const id of bracketsOf(account, desk, scope)) {
    try {
      desk.brackets.release(account.id, id, next())
    } catch (error) {
      // Its exits go with an entry that is open: they are cancelled with that.
      if (!(error instanceof GatewayError)) throw error
    }
  }
}

/** Ids of the live brackets that are meant. */
function bracketsOf(account: Account, desk: Parts['desk'], scope: CancelScope): readonly string[] {
  return desk.brackets
    .list(account.id, 0)
    .filter(
      ({ ended, askedBy }) =>
        ended === null && (scope === 'everything' || (scope === 'bots') === (askedBy === 'redis')),
    )
    .map(({ id }) => id)
}
