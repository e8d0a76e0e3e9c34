import assert from 'node:assert/strict'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { Capabilities, ExitExecution } from '../../../src-shared/capabilities.ts'
import { type ErrorClass, GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type {
  Amount,
  ExitLeg,
  Exits,
  LimitOrderRequest,
  MarketOrderRequest,
  Order,
  OrderRequest,
  PlacedOrder,
  Side,
} from '../../../src-shared/order.ts'
import type { ConformanceHarness } from '../harness.ts'

export const money = (text: string): Money => Money.parse(text)

export async function marketOf({ client }: Pick<ConformanceHarness, 'client'>, symbol: string): Promise<Market> {
  const market = (await client.getMarkets()).get(symbol)
  assert(market, `${symbol} is listed`)
  return market
}

/** The last price times a factor, on the tick. */
export async function near(harness: ConformanceHarness, factor: string, symbol = harness.symbol): Promise<Money> {
  const { last } = await harness.client.fetchTicker(symbol)
  assert(last, `${symbol} has a price`)
  return last.times(money(factor)).floorToStep((await marketOf(harness, symbol)).tickSize)
}

/** A quantity worth about this much in quote units. */
export async function worth(harness: ConformanceHarness, quote: string, symbol = harness.symbol): Promise<Money> {
  const { last } = await harness.client.fetchTicker(symbol)
  assert(last)
  return money(quote)
    .dividedBy(last)
    .floorToStep((await marketOf(harness, symbol)).lotStep)
}

export async function limitRequest(
  harness: ConformanceHarness,
  side: Side,
  factor: string,
  overrides: Partial<LimitOrderRequest> = {},
): Promise<LimitOrderRequest> {
  const symbol = overrides.symbol ?? harness.symbol
  return {
    kind: 'limit',
    symbol,
    side,
    quantity: await worth(harness, '100', symbol),
    price: await near(harness, factor, symbol),
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
    ...overrides,
  }
}

export interface Placed extends PlacedOrder {
  /** As it was sent. */
  readonly request: OrderRequest
  readonly clientOrderId: string
}

/** Normalises and places, as the order desk does. */
export async function place(
  { client, newId }: ConformanceHarness,
  request: OrderRequest,
  id = newId(),
): Promise<Placed> {
  const normal = await client.normalise(request)
  return { ...(await client.placeOrder(normal, id, withoutPermit)), request: normal, clientOrderId: id }
}

/** A market order for about this much quote, in a unit that the market takes on that side. */
export async function marketRequest(
  harness: ConformanceHarness,
  side: Side,
  quote: string,
  exits: Exits | null = null,
): Promise<MarketOrderRequest> {
  const { capabilities } = await marketOf(harness, harness.symbol)
  const anyUnit = exits !== null && capabilities.attachedExits.marketEntryAs === 'fill_or_kill'
  const inBase = anyUnit || capabilities.marketAmountUnits[side].includes('base')
  const amount: Amount = inBase
    ? { unit: 'base', value: await worth(harness, quote) }
    : { unit: 'quote', value: money(quote) }
  return { kind: 'market', symbol: harness.symbol, side, amount, exits }
}

export async function read({ client }: ConformanceHarness, { symbol, id }: Order): Promise<Order> {
  return client.fetchOrder({ symbol, orderId: id })
}

export async function available({ client }: ConformanceHarness, asset: string): Promise<Money> {
  return (await client.getBalance()).find((each) => each.asset === asset)?.available ?? Money.zero
}

/** The GatewayError that a promise must end in. */
export async function failure(promise: Promise<unknown>, errorClass: ErrorClass): Promise<GatewayError> {
  try {
    await promise
  } catch (error) {
    assert(error instanceof GatewayError, `a GatewayError, not ${String(error)}`)
    assert.equal(error.class, errorClass, error.message)
    assert(error.message.length > 0)
    return error
  }
  return assert.fail(`expected an error of class ${errorClass}`)
}

export function equalMoney(actual: Money | null, expected: Money): void {
  assert.equal(actual?.toString(), expected.toString())
}

/** One exit some per cent away from the price: at market, or as a limit order where the market has only those. */
export async function exitAround(
  harness: ConformanceHarness,
  side: Side,
  role: 'take_profit' | 'stop_loss',
  execution: ExitExecution,
): Promise<ExitLeg> {
  const above = (role === 'take_profit') === (side === 'buy')
  const triggerPrice = await near(harness, above ? '1.05' : '0.95')
  return { triggerPrice, limitPrice: execution.marketExits ? null : triggerPrice }
}

/** Both exits of an entry of `side`. */
export async function exitsAround(
  harness: ConformanceHarness,
  side: Side,
  execution: ExitExecution = { marketExits: true, limitExits: true },
): Promise<{ readonly takeProfit: ExitLeg; readonly stopLoss: ExitLeg }> {
  return {
    takeProfit: await exitAround(harness, side, 'take_profit', execution),
    stopLoss: await exitAround(harness, side, 'stop_loss', execution),
  }
}

/** What was placed as it is now: exits that came into being since are found by the entry's client id. */
export async function found(
  harness: ConformanceHarness,
  { request, clientOrderId }: Pick<Placed, 'request' | 'clientOrderId'>,
): Promise<PlacedOrder> {
  const placed = await harness.client.findOrder(request, clientOrderId)
  assert(placed, `${clientOrderId} is found`)
  return placed
}

/** The one exit of that role as it is now. */
export async function exitOf(
  harness: ConformanceHarness,
  placed: Placed,
  role: 'take_profit' | 'stop_loss',
): Promise<Order> {
  const { order, legs } = await found(harness, placed)
  const members = [order, ...legs].filter((each) => each.role === role)
  assert.equal(members.length, 1, `there is one ${role}`)
  return members[0] ?? assert.fail()
}

/** A row's condition in one line: the reason why it does not apply, or null. */
export const unless =
  (holds: (able: Capabilities) => boolean, reason: string) =>
  (able: Capabilities): string | null =>
    holds(able) ? null : reason
