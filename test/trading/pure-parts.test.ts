import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { authorise } from '../../src-main/trading/authorise.ts'
import { clientOrderIdOf } from '../../src-main/trading/client-order-id.ts'
import { canonicalText, parseRequest } from '../../src-main/trading/order-codec.ts'
import { resolveSymbol } from '../../src-main/trading/resolve-symbol.ts'
import type { RedisPermission } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { OrderRequest, Origin } from '../../src-shared/order.ts'
import { account, panel, redis } from './desk-setup.ts'
import { market } from './fake-client.ts'

describe('client order ids', () => {
  const anyOrigin = fc
    .tuple(fc.constantFrom('panel', 'redis', 'cli'), fc.string())
    .map(([kind, requestId]) => (kind === 'redis' ? redis(requestId) : { kind, requestId }))

  test('at most 30 characters of [a-z0-9], the same for the same request, another for another', () => {
    fc.assert(
      fc.property(anyOrigin, anyOrigin, fc.string(), (one, other, accountId) => {
        const id = clientOrderIdOf(one, accountId)
        expect(id).toMatch(/^xg[prc][a-z0-9]{24}$/)
        expect(clientOrderIdOf({ ...one }, accountId)).toBe(id)
        const same = one.kind === other.kind && one.requestId === other.requestId
        expect(clientOrderIdOf(other, accountId) === id).toBe(same)
        expect(clientOrderIdOf(one, `${accountId}x`)).not.toBe(id)
        expect(clientOrderIdOf(one, accountId, 'edit')).not.toBe(id)
      }),
    )
  })

  test('they hold no word: no vowel can occur after the first letters', () => {
    for (let n = 0; n < 2000; n += 1) expect(clientOrderIdOf(panel(String(n)), 'acc')).toMatch(/^xgp[^aeiouy]{24}$/)
  })

  test('they never change: an order of an earlier version must be found again', () => {
    expect(clientOrderIdOf(redis('request-1'), 'acc-1')).toBe('xgrwwzkdx2cq58znghmxjxgx0kv')
    expect(clientOrderIdOf(panel('form-1'), 'acc-1', 'edit')).toBe('xgpnrs9b9d6sxd3n2sghf9zxb2n')
  })
})

describe('authorise', () => {
  const attempt = (permission: RedisPermission, wanted: 'read' | 'trade', origin: Origin): string => {
    try {
      authorise(account({ redisPermission: permission }), origin, wanted)
      return 'ok'
    } catch (error) {
      return error instanceof GatewayError ? error.text.key : 'bug'
    }
  }

  test.each([
    ['nothing', 'read', 'redis.not_permitted'],
    ['nothing', 'trade', 'redis.not_permitted'],
    ['read', 'read', 'ok'],
    ['read', 'trade', 'redis.not_permitted'],
    ['trade', 'read', 'ok'],
    ['trade', 'trade', 'ok'],
  ] as const)('over Redis, an account that allows "%s" and is asked to %s: %s', (permission, wanted, result) => {
    expect(attempt(permission, wanted, redis())).toBe(result)
    expect(attempt(permission, wanted, redis('r', 8))).toBe('redis.foreign_user')
    expect(attempt(permission, wanted, panel())).toBe('ok')
    expect(attempt(permission, wanted, { kind: 'cli', requestId: 'c' })).toBe('ok')
  })
})

describe('resolveSymbol', () => {
  const listed = [market('BTC/USDT'), { ...market('AB/CD'), nativeId: 'ab-cd' }, { ...market('A/BCD'), nativeId: 'x1' }]
  const markets = new Map(listed.map((each) => [each.symbol, each]))

  test.each([
    ['BTC/USDT', 'BTC/USDT'],
    [' btcusdt ', 'BTC/USDT'],
    ['Btc-Usdt', 'BTC/USDT'],
    ['BTC_USDT', 'BTC/USDT'],
    ['BTC:USDT', 'BTC/USDT'],
    ['AB-CD', 'AB/CD'],
    ['a/bcd', 'A/BCD'],
    ['X1', 'A/BCD'],
  ])('%s is %s', (text, symbol) => expect(resolveSymbol(text, markets, 'binance')).toBe(symbol))

  test.each(['', 'FOO', 'BTC//USDT', 'USDT/BTC', 'ABCD', 'B'.repeat(5000), '__proto__'])(
    '%s is refused, in one short sentence',
    (text) => {
      let caught: unknown
      try {
        resolveSymbol(text, markets, 'binance')
      } catch (error) {
        caught = error
      }
      expect(caught).toMatchObject({
        class: 'refused',
        field: 'symbol',
        text: { key: 'order.symbol.unknown' },
      })
      if (caught instanceof GatewayError) expect(sentence(caught.text, 'en').length).toBeLessThan(120)
    },
  )
})

describe('the journal’s texts', () => {
  const money = fc
    .tuple(fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.nat(20))
    .map(([digits, places]) => Money.parse(`${digits}e-${places}`))
  const leg = fc.record({ triggerPrice: money, limitPrice: fc.option(money) })
  const exits = fc.option(
    fc.oneof(
      fc.record({ takeProfit: leg, stopLoss: leg }),
      fc.record({ takeProfit: leg, stopLoss: fc.constant(null) }),
      fc.record({ takeProfit: fc.constant(null), stopLoss: leg }),
    ),
  )
  const common = { symbol: fc.constant('BTC/USDT'), side: fc.constantFrom('buy', 'sell') }
  const timeInForce = fc.constantFrom('gtc', 'ioc', 'fok')
  const request = fc.oneof(
    fc.record({
      kind: fc.constant('market'),
      ...common,
      amount: fc.record({ unit: fc.constantFrom('base', 'quote'), value: money }),
      exits,
    }),
    fc.record({
      kind: fc.constant('limit'),
      ...common,
      quantity: money,
      price: money,
      timeInForce,
      postOnly: fc.boolean(),
      exits,
    }),
    fc.record({
      kind: fc.constantFrom('stop_loss', 'take_profit'),
      ...common,
      quantity: money,
      triggerPrice: money,
    }),
    fc.record({
      kind: fc.constantFrom('stop_limit', 'take_profit_limit'),
      ...common,
      quantity: money,
      triggerPrice: money,
      price: money,
      timeInForce,
    }),
    fc.record({
      kind: fc.constant('trailing_stop'),
      ...common,
      quantity: money,
      trailingBips: fc.nat(10_000),
      activationPrice: fc.option(money),
      limitPrice: fc.option(money),
    }),
    fc.record({ kind: fc.constant('oco'), ...common, quantity: money, takeProfit: leg, stopLoss: leg }),
  ) as fc.Arbitrary<OrderRequest>

  test('every kind of request comes back equal, with exact numbers', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const back = parseRequest(JSON.stringify(asked))
        expect(canonicalText(back)).toBe(canonicalText(asked))
      }),
    )
  })

  test('the canonical text does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(request, (asked) => {
        const turned = Object.fromEntries(Object.entries(asked).reverse())
        expect(canonicalText(turned)).toBe(canonicalText(asked))
      }),
    )
  })
})
