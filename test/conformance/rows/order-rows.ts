import assert from 'node:assert/strict'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { OrderRequest, PlacedOrder, TimeInForce } from '../../../src-shared/order.ts'
import type { ConformanceHarness, ConformanceRow } from '../harness.ts'
import {
  equalMoney,
  exitAround,
  failure,
  limitRequest,
  marketOf,
  marketRequest,
  money,
  near,
  place,
  read,
  unless,
  worth,
} from './helpers.ts'

/**
 * Requests that rest until they are cancelled: one of each kind that can, and on both sides where that makes a
 * difference.
 */
const resting: Readonly<Record<string, (harness: ConformanceHarness) => Promise<OrderRequest>>> = {
  limit: (harness) => limitRequest(harness, 'buy', '0.9'),
  'limit-sell': (harness) => limitRequest(harness, 'sell', '1.1'),
  'post-only': (harness) => limitRequest(harness, 'buy', '0.9', { postOnly: true }),
  'stop-loss': async (harness) => ({
    ...(await sale(harness)),
    kind: 'stop_loss',
    triggerPrice: await near(harness, '0.9'),
  }),
  'take-profit': async (harness) => ({
    ...(await sale(harness)),
    kind: 'take_profit',
    triggerPrice: await near(harness, '1.1'),
  }),
  'stop-loss-buy': async (harness) => ({
    ...(await sale(harness)),
    side: 'buy',
    kind: 'stop_loss',
    triggerPrice: await near(harness, '1.1'),
  }),
  'take-profit-buy': async (harness) => ({
    ...(await sale(harness)),
    side: 'buy',
    kind: 'take_profit',
    triggerPrice: await near(harness, '0.9'),
  }),
  'stop-limit': async (harness) => ({
    ...(await sale(harness)),
    kind: 'stop_limit',
    triggerPrice: await near(harness, '0.9'),
    price: await near(harness, '0.89'),
    timeInForce: 'gtc',
  }),
  'take-profit-limit': async (harness) => ({
    ...(await sale(harness)),
    kind: 'take_profit_limit',
    triggerPrice: await near(harness, '1.1'),
    price: await near(harness, '1.09'),
    timeInForce: 'gtc',
  }),
  trailing: async (harness) => ({
    ...(await sale(harness)),
    kind: 'trailing_stop',
    trailingBips: 500,
    activationPrice: null,
    limitPrice: null,
  }),
  'trailing-from-above': async (harness) => ({
    ...(await sale(harness)),
    kind: 'trailing_stop',
    trailingBips: 500,
    activationPrice: await near(harness, '1.05'),
    limitPrice: null,
  }),
}

async function sale(harness: ConformanceHarness) {
  return { symbol: harness.symbol, side: 'sell' as const, quantity: await worth(harness, '100') }
}

/** What a resting request asks of the market. */
function restingNeeds(name: string): NonNullable<ConformanceRow['needs']> {
  const kind = name.startsWith('trailing') ? 'trailing_stop' : kindOf[name.replace(/-(buy|sell)$/, '')]
  return (able) => {
    if (kind !== undefined && !able.orderKinds.includes(kind))
      return `the exchange offers no orders of the kind ${kind} here`
    if (name === 'post-only' && !able.postOnly) return 'no post-only orders'
    if (name === 'trailing-from-above' && able.trailing?.activation === false)
      return 'a trailing stop follows at once, without an activation price'
    return null
  }
}

const kindOf: Readonly<Record<string, OrderRequest['kind']>> = {
  limit: 'limit',
  'post-only': 'limit',
  'stop-loss': 'stop_loss',
  'take-profit': 'take_profit',
  'stop-limit': 'stop_limit',
  'take-profit-limit': 'take_profit_limit',
}

const restingRows = Object.entries(resting).map(([name, request]): ConformanceRow => ({
  id: `rest-${name}`,
  title: `${name}: placed, read back with its terms, listed, found by client id, cancelled`,
  needs: restingNeeds(name),
  run: async (harness) => {
    const { client } = harness
    const wanted = await client.normalise(await request(harness))
    const { kind } = wanted
    const { order, legs, clientOrderId } = await place(harness, wanted)
    assert.equal(order.status, 'open')
    const told = harness.withoutClientId.includes(name) ? null : clientOrderId
    assert.equal(order.clientOrderId, told)
    assert.equal(legs.length, 0)
    const back = await read(harness, order)
    assert.equal(back.terms.kind, kind)
    assert.equal(back.waiting, kind !== 'limit')
    for (const field of ['price', 'triggerPrice', 'timeInForce', 'postOnly', 'trailingBips', 'activationPrice']) {
      if (!(field in wanted) || !(field in back.terms)) continue
      const [asked, got] = [wanted, back.terms].map((each) =>
        String((each as unknown as Record<string, unknown>)[field]),
      )
      assert.equal(got, asked, field)
    }
    if ('quantity' in wanted) equalMoney(back.quantity, wanted.quantity)
    const listed = await client.fetchOpenOrders(null)
    assert.deepEqual(
      listed.map(({ id }) => id),
      [order.id],
    )
    assert.equal((await client.fetchOpenOrders(harness.symbol)).length, 1)
    assert.equal((await client.fetchOpenOrders(harness.otherSymbol)).length, 0)
    assert.equal((await client.findOrder(wanted, clientOrderId))?.order.id, order.id)
    const cancelled = await client.cancelOrder({ symbol: order.symbol, orderId: order.id })
    assert.equal(cancelled.status, 'cancelled')
    assert.equal((await client.fetchOpenOrders(null)).length, 0)
    assert.equal((await read(harness, order)).status, 'cancelled')
  },
}))

export const orderRows: readonly ConformanceRow[] = [
  ...restingRows,
  {
    id: 'market-base',
    title: 'a market order in base fills with fees and an average price',
    run: async (harness) => {
      const { order, request } = await place(harness, await marketRequest(harness, 'sell', '100'))
      assert(request.kind === 'market' && request.amount.unit === 'base')
      assert.equal(order.status, 'filled')
      equalMoney(order.filled, request.amount.value)
      assert(order.averagePrice && order.quoteFilled)
      assert(order.averagePrice.atLeast(await near(harness, '0.99')))
      assert.equal(order.fees?.length, 1)
    },
  },
  {
    id: 'market-quote',
    title: 'a market buy for 60 quote units spends at most 60',
    needs: unless(({ marketAmountUnits }) => marketAmountUnits.buy.includes('quote'), 'only base amounts'),
    run: async (harness) => {
      const amount = { unit: 'quote' as const, value: money('60') }
      const { symbol } = harness
      const { order } = await place(harness, { kind: 'market', symbol, side: 'buy', amount, exits: null })
      assert.equal(order.status, 'filled')
      assert(order.quoteFilled)
      assert(order.quoteFilled.atMost(money('60')) && order.quoteFilled.greaterThan(money('58')))
    },
  },
  ...(['ioc', 'fok'] as const).map((timeInForce: TimeInForce): ConformanceRow => ({
    id: `limit-${timeInForce}`,
    title: `a limit ${timeInForce.toUpperCase()} order fills at once when it can and is expired or cancelled when it cannot`,
    needs: unless((able) => able.timeInForce.includes(timeInForce), `no ${timeInForce.toUpperCase()} orders`),
    run: async (harness) => {
      const matching = await place(harness, await limitRequest(harness, 'buy', '1.01', { timeInForce }))
      assert.equal(matching.order.status, 'filled')
      const distant = await place(harness, await limitRequest(harness, 'buy', '0.9', { timeInForce }))
      assert(['expired', 'cancelled'].includes(distant.order.status))
      equalMoney(distant.order.filled, money('0'))
      assert.equal(distant.order.endReason?.kind, 'not_filled_at_once')
      assert.equal((await read(harness, distant.order)).endReason?.kind, 'not_filled_at_once')
      assert.equal(matching.order.endReason, null)
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 0)
    },
  })),
  {
    id: 'end-cancelled',
    title: 'an order that was cancelled says so everywhere, and an open one gives no reason',
    run: async (harness) => {
      const { client, symbol } = harness
      const { order } = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      assert.equal(order.endReason, null)
      const cancelled = await client.cancelOrder({ symbol, orderId: order.id })
      const listed = await client.fetchClosedOrders({
        symbol,
        symbols: [symbol],
        since: null,
        until: null,
        limit: 10,
      })
      const told = [cancelled, await read(harness, order), listed.find(({ id }) => id === order.id)]
      for (const each of told) assert(['cancelled', 'not_told'].includes(each?.endReason?.kind ?? ''))
    },
  },
  {
    id: 'end-self-trade',
    title: 'an order that would trade with one of its own account ends with a reason, where the exchange ends it',
    run: async (harness) => {
      const { client, symbol } = harness
      // Alone at its price, inside the spread.
      const book = await client.fetchOrderBook(symbol, 5)
      const { tickSize } = await marketOf(harness, symbol)
      const price = book.asks[0]?.price.minus(tickSize)
      assert(price && book.bids[0] && price.greaterThan(book.bids[0].price))
      const resting = await place(harness, await limitRequest(harness, 'sell', '1', { price }))
      const taking = await place(harness, await limitRequest(harness, 'buy', '1', { price }))
      const now = [await read(harness, resting.order), await read(harness, taking.order)]
      const ended = now.filter(({ status }) => status === 'cancelled' || status === 'expired')
      assert(ended.length > 0 || now.every(({ status }) => status === 'filled'))
      for (const { endReason } of ended) assert(['self_trade_prevention', 'not_told'].includes(endReason?.kind ?? ''))
      for (const each of now) if (!ended.includes(each)) assert.equal(each.endReason, null)
    },
  },
  {
    id: 'partial-fill',
    title: 'a partial fill is told, and survives in the cancelled order',
    run: async (harness) => {
      const { client, symbol } = harness
      const request = await limitRequest(harness, 'buy', '0.97', { quantity: await worth(harness, '1000') })
      const { order } = await place(harness, request)
      const part = request.quantity.dividedBy(money('4')).floorToStep((await marketOf(harness, symbol)).lotStep)
      await harness.setPrice(symbol, request.price, part)
      const partly = await read(harness, order)
      assert.equal(partly.status, 'partially_filled')
      assert(partly.filled.isPositive() && partly.filled.lessThan(request.quantity))
      const cancelled = await client.cancelOrder({ symbol, orderId: order.id })
      assert.equal(cancelled.status, 'cancelled')
      equalMoney(cancelled.filled, partly.filled)
    },
  },
  {
    id: 'stop-triggers',
    title: 'a stop-loss fires when the last price reaches it',
    needs: unless((able) => able.orderKinds.includes('stop_loss'), 'no stop-loss at market'),
    run: async (harness) => {
      const request = await (resting['stop-loss'] ?? assert.fail())(harness)
      const { order } = await place(harness, request)
      await harness.setPrice(harness.symbol, await near(harness, '0.89'))
      assert.equal((await read(harness, order)).status, 'filled')
    },
  },
  {
    id: 'edit-quantity',
    title: 'a smaller quantity keeps the order',
    run: async (harness) => {
      const { client, symbol } = harness
      const request = await limitRequest(harness, 'buy', '0.9', { quantity: await worth(harness, '400') })
      const { order, clientOrderId } = await place(harness, request)
      const quantity = await worth(harness, '150')
      const change = { quantity, price: null, triggerPrice: null }
      const edited = await client.editOrder({ symbol, orderId: order.id }, change, harness.newId(), withoutPermit)
      equalMoney(edited.order.quantity, quantity)
      assert.equal(edited.order.status, 'open')
      if (edited.how === 'in_place') assert.equal(edited.order.clientOrderId, clientOrderId)
      assert.equal((await client.fetchOpenOrders(null)).length, 1)
    },
  },
  {
    id: 'edit-price',
    title: 'a new price moves the order, leaving one order open',
    run: async (harness) => {
      const { client, symbol } = harness
      const { order } = await place(harness, await limitRequest(harness, 'buy', '0.9'))
      const price = await near(harness, '0.85')
      const change = { quantity: null, price, triggerPrice: null }
      const edited = await client.editOrder({ symbol, orderId: order.id }, change, harness.newId(), withoutPermit)
      assert(edited.order.terms.kind === 'limit')
      equalMoney(edited.order.terms.price, price)
      assert.equal(edited.previousOrderId, order.id)
      assert.deepEqual(
        (await client.fetchOpenOrders(null)).map(({ id }) => id),
        [edited.order.id],
      )
      await failure(
        client.editOrder({ symbol, orderId: edited.order.id }, change, harness.newId(), withoutPermit),
        'refused',
      )
    },
  },
  {
    id: 'edit-finished',
    title: 'an order that is no longer open cannot be changed',
    run: async (harness) => {
      const { client, symbol } = harness
      const { order } = await place(harness, await limitRequest(harness, 'buy', '1.01'))
      const change = { quantity: null, price: await near(harness, '0.85'), triggerPrice: null }
      const error = await failure(
        client.editOrder({ symbol, orderId: order.id }, change, harness.newId(), withoutPermit),
        'refused',
      )
      assert.equal(error.text.key, 'order.edit.not_open')
    },
  },
  {
    id: 'cancel-finished',
    title: 'cancelling a filled order tells that it is filled; an unknown one is not-found',
    run: async (harness) => {
      const { client, symbol } = harness
      const { order } = await place(harness, await limitRequest(harness, 'buy', '1.01'))
      assert.equal((await client.cancelOrder({ symbol, orderId: order.id })).status, 'filled')
      const orderId = harness.unknownOrderId
      await failure(client.cancelOrder({ symbol, orderId }), 'not-found')
      await failure(client.fetchOrder({ symbol, orderId }), 'not-found')
    },
  },
  {
    id: 'dry-run',
    title: 'a dry run places nothing',
    needs: unless(({ dryRun }) => dryRun, 'the exchange has no dry run'),
    run: async (harness) => {
      const { client } = harness
      const plain = await client.normalise(await limitRequest(harness, 'buy', '0.9'))
      await client.testOrder(plain, harness.newId())
      await client.testOrder(await client.normalise(await marketRequest(harness, 'buy', '100')), harness.newId())
      const { attachedExits } = (await marketOf(harness, harness.symbol)).capabilities
      if (attachedExits.stopLossAlone) {
        const stopLoss = await exitAround(harness, 'buy', 'stop_loss', attachedExits)
        const exits = { takeProfit: null, stopLoss }
        const entry = await client.normalise(await limitRequest(harness, 'buy', '1', { exits }))
        await client.testOrder(entry, harness.newId())
      }
      assert.equal((await client.fetchOpenOrders(null)).length, 0)
    },
  },
  {
    id: 'refusal-funds',
    title: 'want of funds is told as the exchange’s refusal, with its own code and words',
    run: async (harness) => {
      const { client, newId } = harness
      const dear = await limitRequest(harness, 'buy', '0.9', { quantity: await worth(harness, '50000') })
      const poor = await failure(client.placeOrder(dear, newId(), withoutPermit), 'refused')
      assert.equal(poor.text.key, 'exchange.insufficient_balance')
      assert(poor.exchange?.code && poor.exchange.message !== '')
    },
  },
  {
    id: 'refusal-post-only',
    title: 'a post-only order that would match is refused, or ends at once without a fill',
    needs: unless(({ postOnly }) => postOnly, 'no post-only orders'),
    run: async (harness) => {
      const crossing = await limitRequest(harness, 'buy', '1.01', { postOnly: true })
      const outcome = await harness.client
        .placeOrder(crossing, harness.newId(), withoutPermit)
        .catch((error: unknown) => error)
      if (outcome instanceof GatewayError) {
        assert.equal(outcome.class, 'refused')
        assert.equal(outcome.text.key, 'exchange.would_match')
        assert(outcome.exchange?.message)
      } else {
        const { order } = outcome as PlacedOrder
        const ended = await read(harness, order)
        assert(['cancelled', 'expired', 'rejected'].includes(ended.status), ended.status)
        equalMoney(ended.filled, money('0'))
        assert(['post_only_would_take', 'not_told'].includes(ended.endReason?.kind ?? ''))
      }
      assert.equal((await harness.client.fetchOpenOrders(null)).length, 0)
    },
  },
  {
    id: 'unsupported-kind',
    title: 'an order kind that the market does not offer is refused unsent',
    needs: (able) =>
      Object.entries(kindOf).every(([, kind]) => able.orderKinds.includes(kind)) && able.trailing !== null
        ? 'it offers every kind'
        : null,
    run: async (harness) => {
      const able = (await marketOf(harness, harness.symbol)).capabilities.orderKinds
      for (const [name, request] of Object.entries(resting)) {
        const wanted = await request(harness)
        if (able.includes(wanted.kind) || name === 'trailing-from-above') continue
        const error = await failure(harness.client.normalise(wanted), 'refused')
        assert.equal(error.text.key, 'order.kind.unsupported')
      }
      assert.equal(await harness.arrived('place'), 0)
    },
  },
  {
    id: 'unsent-refusals',
    title: 'what breaks the market’s rules is refused unsent, naming field and limit',
    run: async (harness) => {
      const { client, symbol } = harness
      const { tickSize, lotStep, quantity: bounds, priceBand } = await marketOf(harness, symbol)
      const limit = await limitRequest(harness, 'buy', '0.9')
      const half = tickSize.dividedBy(money('2'))
      const cases: readonly (readonly [OrderRequest, string])[] = [
        [{ ...limit, price: limit.price.plus(half) }, 'price'],
        [{ ...limit, quantity: lotStep.dividedBy(money('10')) }, 'quantity'],
        [{ ...limit, quantity: money('0') }, 'quantity'],
        [{ ...limit, quantity: money('-1') }, 'quantity'],
        [{ ...limit, quantity: money('1e-30') }, 'quantity'],
        [{ ...limit, quantity: lotStep }, 'quantity'],
        ...(bounds.max === null ? [] : ([[{ ...limit, quantity: money('1e15') }, 'quantity']] as const)),
        [{ ...limit, symbol: 'NO/SUCH' }, 'symbol'],
      ]
      // Where prices are bound to a band around the market, one far below it.
      const far = { ...limit, quantity: await worth(harness, '40000'), price: await near(harness, '0.01') }
      const bound: readonly (readonly [OrderRequest, string])[] = priceBand === null ? [] : [[far, 'price']]
      for (const [request, field] of [...cases, ...bound]) {
        const error = await failure(client.normalise(request), 'refused')
        assert.equal(error.field, field, error.message)
        assert(error instanceof GatewayError)
      }
      assert.equal(await harness.arrived('place'), 0)
      const floored = await client.normalise({
        ...limit,
        quantity: limit.quantity.plus(lotStep.dividedBy(money('3'))),
      })
      assert(floored.kind === 'limit')
      equalMoney(floored.quantity, limit.quantity)
    },
  },
]
