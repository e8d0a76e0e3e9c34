import { describe, expect, it } from 'vitest'
import { entriesOf } from '../../../src-main/redis/events/event-entry.ts'
import type { TradeEvent } from '../../../src-main/trading/events/trade-event.ts'
import { errorView, GatewayError } from '../../../src-shared/errors.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { Order } from '../../../src-shared/order.ts'
import { account, money, order } from '../support/models.ts'

const about = { account: account(), gateway: 'gateway-1', language: 'en' as const }
const seen = { accountId: 'account-1', at: 1_700_000_000_000, learned: 'pushed', name: 'x 1' } as const
const common = {
  v: '1',
  broker_id: '1',
  account: 'Binance practice',
  exchange: 'binance',
  gateway: 'gateway-1',
  occurred_at: '1700000000000',
  learned: 'pushed',
}
const asked = {
  origin: { kind: 'redis', requestId: 'r-1', userId: 1, action: 'place_order', traceId: null },
  symbol: 'BTC/USDT',
  side: 'buy',
} as const
const bracket = { bracketId: 'b1', symbol: 'BTC/USDT', exitSide: 'sell', at: 1, learned: 'pushed' } as const

const sold: Order = {
  ...order(),
  id: '42',
  clientOrderId: 'c-42',
  side: 'sell',
  terms: { kind: 'stop_limit', triggerPrice: money('90'), price: money('89.5'), timeInForce: 'gtc' },
  status: 'partially_filled',
  quantity: money('0.00000300'),
  filled: money('0.00000100'),
  quoteFilled: money('0.0000899'),
  averagePrice: money('89.90'),
  listId: 'l-1',
}

const cases: readonly {
  readonly what: string
  readonly event: TradeEvent
  readonly entries: readonly (readonly [string, Readonly<Record<string, string>>])[]
}[] = [
  {
    what: 'a fill: exact decimals, and only fields that apply',
    event: {
      ...seen,
      type: 'order',
      step: 'partly-filled',
      order: sold,
      filledNow: money('0.00000100'),
      role: 'stop_loss',
      bracketId: 'b1',
      name: '42 partly-filled 0.000001',
    },
    entries: [
      [
        '1:42:partly-filled:0.000001',
        {
          type: 'order_partly_filled',
          symbol: 'BTC/USDT',
          order_id: '42',
          client_order_id: 'c-42',
          list_id: 'l-1',
          bracket_id: 'b1',
          role: 'stop_loss',
          side: 'sell',
          order_type: 'stop_limit',
          status: 'partially_filled',
          amount: '0.000003',
          price: '89.5',
          trigger_price: '90',
          filled: '0.000001',
          filled_now: '0.000001',
          average: '89.9',
          cost: '0.0000899',
        },
      ],
    ],
  },
  {
    what: 'an end says why',
    event: {
      ...seen,
      type: 'order',
      step: 'ended',
      order: {
        ...sold,
        raw: { id: '42', becameOrder: { id: '43' } },
        clientOrderId: null,
        listId: null,
        terms: { kind: 'market' },
        status: 'cancelled',
        quantity: null,
        filled: money('0'),
        quoteFilled: null,
        averagePrice: null,
        endReason: { kind: 'cancelled_here', word: null },
      },
      filledNow: money('0'),
      role: 'single',
      bracketId: null,
      name: '42 ended',
    },
    entries: [
      [
        '1:42:ended',
        {
          type: 'order_ended',
          symbol: 'BTC/USDT',
          order_id: '42',
          became_order_id: '43',
          role: 'single',
          side: 'sell',
          order_type: 'market',
          status: 'cancelled',
          filled: '0',
          end_reason: 'cancelled_here',
          end_reason_text: expect.any(String) as string,
        },
      ],
    ],
  },
  {
    what: 'a refusal',
    event: {
      ...seen,
      type: 'refused',
      journalId: 7,
      asked,
      error: errorView(new GatewayError('refused', 'order.edit.nothing')),
    },
    entries: [
      [
        'gateway-1:x:1',
        {
          type: 'order_refused',
          symbol: 'BTC/USDT',
          side: 'buy',
          request_id: 'r-1',
          error: expect.any(String) as string,
          error_code: 'order.edit.nothing',
        },
      ],
    ],
  },
  ...([false, true] as const).map((needsPerson) => ({
    what: `a cancellation in doubt (needs a person: ${needsPerson})`,
    event: {
      ...seen,
      type: 'in-doubt' as const,
      operation: 'cancel' as const,
      journalId: 7,
      asked: { ...asked, side: null },
      clientOrderId: null,
      orderId: '42',
      needsPerson,
      error: errorView(new GatewayError('unknown-outcome', 'order.cancel.unknown', { orderId: '42' })),
    },
    entries: [
      [
        'gateway-1:x:1',
        {
          type: needsPerson ? 'order_needs_attention' : 'order_in_doubt',
          operation: 'cancel',
          order_id: '42',
          symbol: 'BTC/USDT',
          request_id: 'r-1',
          error: expect.stringContaining('42') as string,
          error_code: 'order.cancel.unknown',
        },
      ] as const,
    ],
  })),
  {
    what: 'an exit that the application carries out',
    event: {
      ...seen,
      type: 'bracket',
      happened: {
        ...bracket,
        kind: 'exit-fired',
        role: 'stop_loss',
        by: 'application',
        triggerPrice: money('90'),
        orderId: null,
      },
    },
    entries: [
      [
        'gateway-1:x:1',
        {
          type: 'exit_fired',
          bracket_id: 'b1',
          symbol: 'BTC/USDT',
          side: 'sell',
          role: 'stop_loss',
          by: 'application',
          trigger_price: '90',
        },
      ],
    ],
  },
  {
    what: 'a bracket that needs a person',
    event: {
      ...seen,
      type: 'bracket',
      happened: {
        ...bracket,
        kind: 'attention',
        alarm: message('bracket.alarm.exit_cancelled', { symbol: 'BTC/USDT' }),
      },
    },
    entries: [
      [
        'gateway-1:x:1',
        {
          type: 'bracket_attention',
          bracket_id: 'b1',
          symbol: 'BTC/USDT',
          side: 'sell',
          error: expect.stringContaining('BTC/USDT') as string,
          error_code: 'bracket.alarm.exit_cancelled',
        },
      ],
    ],
  },
  {
    what: 'balances, an entry an asset',
    event: {
      ...seen,
      type: 'balances',
      balances: ['USDT', 'BTC'].map((asset) => ({
        asset,
        available: money('1.50'),
        held: money('0.5'),
        total: money('2'),
        elsewhere: [],
      })),
    },
    entries: ['USDT', 'BTC'].map(
      (asset) =>
        [
          `gateway-1:x:1:${asset}`,
          { type: 'balance_changed', asset, available: '1.5', frozen: '0.5', total: '2' },
        ] as const,
    ),
  },
  {
    what: 'balances of which the exchange only said that they changed',
    event: { ...seen, type: 'balances', balances: null },
    entries: [['gateway-1:x:1', { type: 'balance_changed' }]],
  },
]

describe('an entry of the stream', () => {
  it.each(cases)('$what', ({ event, entries }) => {
    expect(entriesOf(event, about)).toEqual(entries.map(([id, fields]) => ({ id, fields: { ...common, ...fields } })))
  })
})
