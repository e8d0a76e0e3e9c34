import assert from 'node:assert/strict'
import { type ErrorClass, GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type {
  Exits,
  LimitOrderRequest,
  Order,
  OrderRequest,
  PlacedOrder,
  Side,
} from '../../../src-shared/order.ts'
import type { ConformanceHarness } from '../harness.ts'

export const money = (text: string): Money => Money.parse(text)

export async function marketOf({ client }: ConformanceHarness, symbol: string): Promise<Market> {
  const market = (await client.getMarkets()).get(symbol)
  assert(market, `${symbol} is listed`)
  return market
}

/** The last price times a factor, on the tick. */
export async function near(
  harness: ConformanceHarness,
  factor: string,
  symbol = harness.symbol,
): Promise<Money> {
  const { last } = await harness.client.fetchTicker(symbol)
  assert(last, `${symbol} has a price`)
  return last.times(money(factor)).floorToStep((await marketOf(harness, symbol)).tickSize)
}

/** A quantity worth about this much in quote units. */
export async function worth(
  harness: ConformanceHarness,
  quote: string,
  symbol = harness.symbol,
): Promise<Money> {
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

/** Normalises and places, as the order desk does. */
export async function place(
  { client, newId }: ConformanceHarness,
  request: OrderRequest,
  id = newId(),
): Promise<PlacedOrder & { readonly clientOrderId: string }> {
  const placed = await client.placeOrder(await client.normalise(request), id)
  return { ...placed, clientOrderId: id }
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

/** Exits around an entry price: profit and loss some per cent away, at market or as limit orders. */
export async function exitsAround(harness: ConformanceHarness, side: Side, atLimit = false): Promise<Exits> {
  const [profit, loss] = side === 'buy' ? ['1.05', '0.95'] : ['0.95', '1.05']
  const leg = async (factor: string) => {
    const triggerPrice = await near(harness, factor)
    return { triggerPrice, limitPrice: atLimit ? triggerPrice : null }
  }
  return { takeProfit: await leg(profit), stopLoss: await leg(loss) }
}

/** A member of a placed list as it is now. */
export async function leg(
  harness: ConformanceHarness,
  placed: PlacedOrder,
  role: Order['role'],
): Promise<Order> {
  const found = [placed.order, ...placed.legs].find((order) => order.role === role)
  assert(found, `the list has a ${role}`)
  return read(harness, found)
}
