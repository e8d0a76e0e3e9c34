import { GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { OrderRequest } from '../../../src-shared/order.ts'
import { notionalUsdOf } from '../../trading/guard/notional-usd.ts'
import type { Terminal3Amounts } from '../services.ts'
import type { ActionContext } from './action.ts'

/** The currency that Terminal 3 reckons in. */
const reckonedIn = 'USDT'

type Sized = Extract<OrderRequest, { kind: 'market' | 'limit' }>

/**
 * Terminal 3 takes a share of its USDT balance and sends that value as the amount of every order, but only a market buy
 * is sized in quote (docs/wire-contract.md D25). Its orders are known by their trace id. Where its account says that
 * they are values in USDT, the value becomes base units at the order's price; else one that asks for more than there
 * is, or for less than the market takes, is refused with a sentence that says why, and where nobody has said yet, a
 * person is asked. Other orders are as they were.
 */
export async function terminal3Request(
  context: ActionContext,
  request: OrderRequest,
  market: Market,
): Promise<OrderRequest> {
  const { terminal3 } = context.services
  if (terminal3 === undefined || context.origin.traceId === null || !isMistaken(request)) return request
  const meaning = terminal3.meaningFor(context.account)
  if (meaning === 'usdt') return converted(context, request, market)
  await refuseUnmeant(context, request, market)
  return meaning === 'coins' ? request : asked(context, terminal3, request, market)
}

async function asked(
  { account, client, origin, deadline }: ActionContext,
  terminal3: Terminal3Amounts,
  request: Sized,
  market: Market,
): Promise<OrderRequest> {
  const value = await converted({ client }, request, market).catch(nullWhereRefused)
  const usdt = value === null || sizeOf(value).isZero() ? null : value
  const notionalUsd = await notionalUsdOf(request, market.quote, client, true).catch(nullWhereRefused)
  const readings = { coins: request, usdt }
  const meaning = await terminal3.ask({ account, origin, readings, notionalUsd, deadline })
  const meant = readings[meaning]
  if (meant === null) throw new GatewayError('bug', 'error.internal')
  return meant
}

/** null where the exchange or the market refuses: then that reading, or its worth, is not known. Bugs are thrown on. */
function nullWhereRefused(error: unknown): null {
  if (error instanceof GatewayError && error.class !== 'bug') return null
  throw error
}

const sizeOf = (request: Sized): Money => (request.kind === 'limit' ? request.quantity : request.amount.value)

function isMistaken(request: OrderRequest): request is Sized {
  return request.kind === 'limit' || (request.kind === 'market' && request.amount.unit === 'base')
}

async function converted(context: Pick<ActionContext, 'client'>, request: Sized, market: Market): Promise<Sized> {
  const { symbol, quote } = market
  if (quote !== reckonedIn) throw new GatewayError('refused', 'redis.terminal3.not_usdt', { symbol })
  if (request.kind === 'limit')
    return { ...request, quantity: request.quantity.dividedBy(request.price).floorToStep(market.lotStep) }
  const price = await priceNow(context, symbol)
  const value = request.amount.value.dividedBy(price).floorToStep(market.lotStep)
  return { ...request, amount: { unit: 'base', value } }
}

async function priceNow({ client }: Pick<ActionContext, 'client'>, symbol: string): Promise<Money> {
  const { bid, last } = await client.fetchTicker(symbol)
  const price = bid ?? last
  if (price?.isPositive() === true) return price
  throw new GatewayError('retryable', 'order.book.empty', { symbol })
}

/**
 * @throws GatewayError where the amount can only be a value in USDT. An exchange that does not tell its balances is
 * left to judge itself.
 */
async function refuseUnmeant(context: ActionContext, request: Sized, market: Market): Promise<void> {
  const { base, quote, symbol } = market
  const asked = sizeOf(request)
  const minimum = market.quantity.min
  if (minimum !== null && asked.lessThan(minimum)) {
    const params = { asked: asked.toString(), asset: base, minimum: minimum.toString(), symbol }
    throw new GatewayError('refused', 'redis.terminal3.below_minimum', params, { field: 'amount' })
  }
  const needed = request.side === 'sell' ? { asset: base, amount: asked } : costOf(request, quote)
  const balances = await context.client.getBalance().catch(() => null)
  if (needed === null || balances === null) return
  const available = balances.find(({ asset }) => asset === needed.asset)?.available ?? Money.zero
  if (needed.amount.atMost(available)) return
  const params = { asked: needed.amount.toString(), asset: needed.asset, available: available.toString() }
  throw new GatewayError('refused', 'redis.terminal3.beyond_balance', params, { field: 'amount' })
}

function costOf(request: Sized, quote: string): { readonly asset: string; readonly amount: Money } | null {
  return request.kind === 'limit' ? { asset: quote, amount: request.quantity.times(request.price) } : null
}
