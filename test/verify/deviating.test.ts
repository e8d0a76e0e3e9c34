import { describe, expect, onTestFinished, test } from 'vitest'
import type { Switchable } from '../../src-shared/switched-off.ts'
import { binance } from '../conformance/columns/binance.ts'
import { bitgetClassic, bitgetUnified } from '../conformance/columns/bitget.ts'
import { kraken } from '../conformance/columns/kraken.ts'
import { kucoin } from '../conformance/columns/kucoin.ts'
import type { ConformanceColumn } from '../conformance/harness.ts'
import type { Deviation, Reply } from './deviant-proxy.ts'
import { differences, practise, startBench, verdictsOf } from './verify-setup.ts'

/**
 * An exchange that does one thing otherwise, and what that must come to: these assumptions, and these abilities gone.
 */
interface Case {
  readonly what: string
  readonly column: ConformanceColumn
  readonly deviations: () => readonly Deviation[]
  readonly differs: readonly string[]
  readonly off: readonly Switchable[]
}

const json = (body: unknown, status = 200): (() => Reply) => {
  const text = JSON.stringify(body)
  return () => ({ status, text })
}
/** Writes something else into a field wherever it is a text. */
const rewritten = (name: string, value: string) => (text: string) =>
  text.replace(new RegExp(`"${name}":"[^"]*"`, 'g'), `"${name}":"${value}"`)
const without = (name: string) => (text: string) =>
  text.replace(new RegExp(`"${name}":(?:"[^"]*"|[\\w.]+),?`, 'g'), '').replaceAll(',}', '}')
const all =
  (...changes: readonly ((text: string) => string)[]) =>
  (text: string) =>
    changes.reduce((rest, change) => change(rest), text)

const noPresets = all(rewritten('presetTakeProfitPrice', ''), rewritten('presetStopLossPrice', ''))
const noUnifiedExits = all(rewritten('takeProfit', ''), rewritten('stopLoss', ''))
const gone = json({ code: '404000', msg: 'Url Not Found' }, 404)

const cases: readonly Case[] = [
  {
    what: 'takes presets and forgets them',
    column: bitgetClassic,
    deviations: () => [
      { at: 'GET /api/v2/spot/trade/unfilled-orders', answer: noPresets },
      { at: 'GET /api/v2/spot/trade/orderInfo', answer: noPresets },
    ],
    differs: ['bitget.exits.shown'],
    off: ['attached_exits'],
  },
  {
    what: 'drops the presets of an order that it replaces',
    column: bitgetClassic,
    deviations: () => {
      let isReplaced = false
      const dropped = (text: string): string => (isReplaced ? noPresets(text) : text)
      return [
        {
          at: 'POST /api/v2/spot/trade/cancel-replace-order',
          instead: ({ body }) => {
            isReplaced = body.includes('presetStopLossPrice')
            return null
          },
        },
        { at: 'GET /api/v2/spot/trade/unfilled-orders', answer: dropped },
        { at: 'GET /api/v2/spot/trade/orderInfo', answer: dropped },
      ]
    },
    differs: ['bitget.exits.kept_on_edit'],
    off: ['edit_by_replacing'],
  },
  {
    what: 'does not honour exits on spot',
    column: bitgetUnified,
    deviations: () => [{ at: 'GET /api/v3/trade/*', answer: noUnifiedExits }],
    differs: ['bitget.unified.exits.shown'],
    off: ['attached_exits'],
  },
  {
    what: 'takes post-only orders for others',
    column: bitgetClassic,
    deviations: () => [{ at: 'GET /api/v2/spot/trade/*', answer: rewritten('force', 'gtc') }],
    differs: ['bitget.post_only.shown'],
    off: ['post_only'],
  },
  {
    what: 'does not tell our own id back',
    column: bitgetClassic,
    deviations: () => [{ at: 'GET /api/v2/spot/trade/*', answer: rewritten('clientOid', '') }],
    differs: ['bitget.limit.client_id'],
    off: [],
  },
  {
    what: 'tells fees in per cent',
    column: bitgetClassic,
    deviations: () => [
      {
        at: 'GET /api/v2/common/trade-rate',
        answer: all(rewritten('makerFeeRate', '0.1'), rewritten('takerFeeRate', '0.1')),
      },
    ],
    differs: ['bitget.fees.fractions'],
    off: [],
  },
  {
    what: 'has given up its pairs',
    column: kucoin,
    deviations: () => ['GET', 'POST', 'DELETE'].map((method) => ({ at: `${method} /api/v3/oco/*`, instead: gone })),
    differs: ['kucoin.oco.accepted', 'kucoin.oco.endpoint'],
    off: ['oco'],
  },
  {
    what: 'takes no more pairs',
    column: kucoin,
    deviations: () => [{ at: 'POST /api/v3/oco/order', instead: gone }],
    differs: ['kucoin.oco.accepted'],
    off: ['oco'],
  },
  {
    what: 'takes no more stop orders',
    column: kucoin,
    deviations: () => [
      {
        at: 'POST /api/v1/stop-order',
        instead: json({ code: '401000', msg: 'This interface is deprecated' }),
      },
    ],
    differs: ['kucoin.conditional.accepted'],
    off: ['conditional_orders'],
  },
  {
    what: 'has other columns in its candles',
    column: kucoin,
    deviations: () => [
      {
        at: 'GET /api/v1/market/candles',
        answer: (text) =>
          text.replace(/\["(\d+)","([^"]+)","([^"]+)","([^"]+)","([^"]+)"/g, '["$1","$2","$4","$5","$3"'),
      },
    ],
    differs: ['kucoin.candles.order'],
    off: [],
  },
  {
    what: 'leaves a field of its balances out',
    column: kucoin,
    deviations: () => [{ at: 'GET /api/v1/accounts', answer: without('holds') }],
    differs: ['kucoin.balances.fields'],
    off: [],
  },
  {
    what: 'says that it replaces an order and leaves the old one',
    column: kucoin,
    deviations: () => [
      {
        at: 'POST /api/v1/hf/orders/alter',
        instead: ({ body }) => {
          const { orderId } = JSON.parse(body) as { orderId: string }
          return json({ code: '200000', data: { newOrderId: orderId, clientOid: '' } })()
        },
      },
    ],
    differs: ['kucoin.replace.new_id', 'kucoin.replace.price'],
    off: ['edit_by_replacing'],
  },
  {
    what: 'takes the coins of stop orders at once',
    column: kucoin,
    deviations: () => {
      let stands = false
      const note = (is: boolean) => (text: string) => {
        stands = is
        return text
      }
      return [
        { at: 'POST /api/v1/stop-order', answer: note(true) },
        { at: 'DELETE /api/v1/stop-order/*', answer: note(false) },
        {
          at: 'GET /api/v1/accounts',
          answer: (text) =>
            stands ? text.replaceAll(/("currency":"BTC","type":"trade"[^}]*"available":)"[^"]*"/g, '$1"0"') : text,
        },
      ]
    },
    differs: ['kucoin.conditional.freezes_balance'],
    off: [],
  },
  {
    what: 'lists one leg of a pair only',
    column: kucoin,
    deviations: () => [
      {
        at: 'GET /api/v3/oco/*',
        answer: (text) => text.replace(/("orders":\[\{[^}]*\}),\{[^}]*\}\]/g, '$1]'),
      },
    ],
    differs: ['kucoin.oco.legs_listed'],
    off: ['oco'],
  },
  {
    what: 'does not know an order by our id any more once it has ended',
    column: kucoin,
    deviations: () => {
      let hasEnded = false
      return [
        {
          at: 'DELETE /api/v1/hf/orders/sync/*',
          answer: (text) => {
            hasEnded = true
            return text
          },
        },
        {
          at: 'GET /api/v1/hf/orders/client-order/*',
          instead: () => (hasEnded ? json({ code: '400100', msg: 'order_not_exist_or_not_allow_to_cancel' })() : null),
        },
      ]
    },
    differs: ['kucoin.ended.by_client_id'],
    off: [],
  },
  {
    what: 'says that it amends and does not',
    column: kraken,
    deviations: () => [
      {
        at: 'POST /0/private/AmendOrder',
        instead: json({ error: [], result: { amend_id: 'TAAAAA-AAAAA-AAAAAA' } }),
      },
    ],
    differs: ['kraken.edit.price'],
    off: ['edit_in_place'],
  },
  {
    what: 'forgets the close of an entry',
    column: kraken,
    deviations: () => [
      { at: 'POST /0/private/OpenOrders', answer: rewritten('close', '') },
      { at: 'POST /0/private/QueryOrders', answer: rewritten('close', '') },
    ],
    differs: ['kraken.exits.shown'],
    off: ['attached_exits'],
  },
  {
    what: 'does not list the legs of an entry',
    column: binance,
    deviations: () => [
      {
        at: 'GET /api/v3/openOrders',
        answer: (text) =>
          JSON.stringify((JSON.parse(text) as { status: string }[]).filter(({ status }) => status !== 'PENDING_NEW')),
      },
    ],
    differs: ['binance.exits.shown'],
    off: ['attached_exits'],
  },
  {
    what: 'leaves the old price after a replacement',
    column: binance,
    deviations: () => {
      let isReplaced = false
      return [
        {
          at: 'POST /api/v3/order/cancelReplace',
          answer: (text) => {
            isReplaced = true
            return text
          },
        },
        {
          at: 'GET /api/v3/order',
          answer: (text) => (isReplaced ? rewritten('price', '48000.00000000')(text) : text),
        },
      ]
    },
    differs: ['binance.replace.price'],
    off: ['edit_by_replacing'],
  },
  {
    what: 'has no dry run',
    column: binance,
    deviations: () => [
      {
        at: 'POST /api/v3/order/test',
        instead: json({ code: -1102, msg: 'Mandatory parameter was not sent.' }, 400),
      },
    ],
    differs: ['binance.dry_run.accepted'],
    off: ['dry_run'],
  },
  {
    what: 'wants other prices of stop orders, which says nothing of stop orders',
    column: binance,
    deviations: () => [
      {
        at: 'POST /api/v3/order',
        instead: ({ query, body }) =>
          `${query}${body}`.includes('STOP_LOSS_LIMIT')
            ? json({ code: -1013, msg: 'Filter failure: PERCENT_PRICE_BY_SIDE' }, 400)()
            : null,
      },
    ],
    differs: ['binance.rules.hold'],
    off: [],
  },
  {
    what: 'has a new status word',
    column: binance,
    deviations: () => [
      {
        at: 'GET /api/v3/openOrders',
        answer: (text) => text.replaceAll('"status":"NEW"', '"status":"HIBERNATING"'),
      },
    ],
    differs: ['binance.orders.status_words'],
    off: [],
  },
  {
    what: 'no longer reduces an order that stands',
    column: binance,
    deviations: () => [
      {
        at: 'PUT /api/v3/order/amend/keepPriority',
        instead: json({ code: -2038, msg: 'Order amend is not supported.' }, 400),
      },
    ],
    differs: ['binance.reduce.accepted'],
    off: ['edit_in_place'],
  },
]

describe.each([binance, bitgetClassic, bitgetUnified, kucoin, kraken])('$id, made to deviate,', (column) => {
  const mine = cases.filter((each) => each.column === column)

  test.each(mine)('$what: that is seen, what hangs on it is switched off, and nothing else', async (one) => {
    const bench = await startBench(column)
    onTestFinished(() => bench.close())
    bench.deviate(...one.deviations())
    const process = await bench.open()
    const report = await process.check(practise)
    expect(verdictsOf(report, 'differs').toSorted(), differences(report).join('\n')).toEqual(one.differs)
    expect(bench.switchedOff.map(({ what }) => what)).toEqual(one.off)
    expect(bench.switchedOff.every(({ assumption }) => one.differs.includes(assumption))).toBe(true)
    expect(report).toMatchObject({ outcome: 'differs', leftStanding: [] })
    expect(await bench.standing()).toEqual([])
    await process.close()
  })
})
