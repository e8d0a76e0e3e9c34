import { GatewayError, toGatewayError } from '../../src-shared/errors.ts'
import { message, type MessageRef, spoken } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import { isFinal, type Order, type OrderRequest } from '../../src-shared/order.ts'
import type { FactName } from './facts.ts'
import type { TradePlan } from './far-orders.ts'
import { breaksRule, failed, note, noteStatuses, type Observing, shownBy, type StepEnd } from './observing.ts'
import type { Trial, Trials } from './trials.ts'

/** What the trading steps have. */
export interface Trading extends Observing {
  readonly plan: TradePlan
  readonly trials: Trials
  readonly pause: (ms: number) => Promise<void>
}

export type Accepted = Extract<Trial, { placed: unknown }>

/** An exchange may show what it has done a moment later. */
const looks = 6
const betweenLooksMs = 1_000

/** Asks until it is so; false when it is not after a few looks. Errors count as not yet. */
async function soon({ pause }: Trading, look: () => Promise<boolean>): Promise<boolean> {
  for (let count = 1; ; count += 1) {
    try {
      if (await look()) return true
    } catch (error) {
      if (count >= looks && toGatewayError(error).class !== 'not-found') throw error
    }
    if (count >= looks) return false
    await pause(betweenLooksMs)
  }
}

/** Notes whether something is soon so, or why that could not be seen. */
export async function noteSoon(run: Trading, name: FactName, look: () => Promise<boolean>): Promise<void> {
  const mark = run.answers.count
  try {
    note(run, name, await soon(run, look), mark)
  } catch (thrown) {
    const error = toGatewayError(thrown)
    note(run, name, shownBy(error), mark, error.text)
  }
}

/** Places an order and notes whether the exchange took it. null: it did not. */
export async function placed(run: Trading, request: OrderRequest, accepted: FactName): Promise<Accepted | null> {
  const mark = run.answers.count
  const trial = await run.trials.place(request)
  if ('placed' in trial) {
    note(run, accepted, true, mark)
    note(run, 'rules.hold', true, mark)
    noteStatuses(run, [trial.placed.order, ...trial.placed.legs], mark)
    return trial
  }
  const { error } = trial
  if (breaksRule(error)) note(run, 'rules.hold', false, mark, error.text)
  note(run, accepted, shownBy(error), mark, error.text)
  return null
}

/**
 * Why, where that is known; a refusal of ours (a limit of the account's, the kill switch) is none of the exchange's.
 */
export const notTaken = ({ facts }: Trading, name: FactName): StepEnd =>
  failed(facts.get(name)?.remark ?? message('verify.step.not_taken'))

/** Notes that something could not be seen, and why. */
export function unseen(run: Observing, names: readonly FactName[], remark: MessageRef): void {
  for (const name of names) run.facts.note(name, { holds: null, answer: null, remark })
}

/** What of an asset orders do not hold at the moment. */
export async function freeOf({ client }: Trading, asset: string): Promise<Money> {
  const balances = await client.getBalance()
  return balances.find((balance) => balance.asset === asset)?.available ?? Money.zero
}

/** Of what an order needs: other orders of the account may move a balance, too. */
export const half = Money.parse('0.5')

/** Notes whether a balance went down by about what an order needs. `waits`: whether it may take a moment to show. */
export async function noteFrozen(
  run: Trading,
  name: FactName,
  asset: string,
  before: Money | null,
  needed: Money,
): Promise<void> {
  if (before === null) return
  const mark = run.answers.count
  try {
    const isFrozen = await soon(run, async () => before.minus(await freeOf(run, asset)).atLeast(needed.times(half)))
    note(run, name, isFrozen, mark)
  } catch (thrown) {
    note(run, name, null, mark, toGatewayError(thrown).text)
  }
}

/** The order's own row among the open ones, and its list's. */
export async function openOf(run: Trading, trial: Accepted): Promise<readonly Order[]> {
  const { order, legs } = trial.placed
  const ids = new Set([order, ...legs].map(({ id }) => id))
  const mark = run.answers.count
  const open = await run.client.fetchOpenOrders(order.symbol)
  const own = open.filter(
    ({ id, clientOrderId, listId }) =>
      ids.has(id) ||
      clientOrderId?.startsWith(trial.clientOrderId) === true ||
      (listId !== null && listId === order.listId),
  )
  noteStatuses(run, own, mark)
  return own
}

/**
 * Ends what stands of the run and says how an order ended. @throws LeftStanding
 * @returns its last state; null: the exchange does not show it any more.
 */
export async function ended(run: Trading, trial: Accepted): Promise<Order | null> {
  await run.trials.endAll()
  try {
    const { symbol, id: orderId } = trial.placed.order
    return await run.client.fetchOrder({ symbol, orderId })
  } catch (error) {
    if (error instanceof GatewayError) return null
    throw error
  }
}

/** A far order that filled after all is no fault of the exchange's, but the person must know. null: nothing filled. */
export function boughtRemark(order: Order | null): StepEnd | null {
  if (order === null || !order.filled.isPositive() || !isFinal(order.status)) return null
  const [base = ''] = order.symbol.split('/')
  const params = { side: spoken(`verify.${order.side}`), quantity: order.filled.toString(), asset: base }
  return failed(message('verify.step.filled', params))
}
