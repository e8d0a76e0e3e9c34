import { describe, expect, test } from 'vitest'
import { averagePrice } from '../../../src-shared/average-price.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { Order } from '../../../src-shared/order.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { redis } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { newsStage } from './stage.ts'

const nbsp = '\u202f'

function order(clock: FakeClock, change: Partial<Order> = {}): Order {
  return {
    id: 'o-1',
    clientOrderId: 'c-1',
    listId: null,
    role: 'single',
    symbol: 'BTC/USDT',
    nativeSymbol: 'BTCUSDT',
    side: 'buy',
    terms: { kind: 'limit', price: money('79950.1'), timeInForce: 'gtc', postOnly: false },
    status: 'filled',
    nativeStatus: 'FILLED',
    endReason: null,
    waiting: false,
    quantity: money('0.5'),
    quoteQuantity: null,
    filled: money('0.5'),
    quoteFilled: money('39975.05'),
    averagePrice: averagePrice(money('39975.05'), money('0.5')),
    fees: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
    raw: null,
    ...change,
  }
}

const partly = { filled: money('0.2'), quoteFilled: money('15990.02'), averagePrice: null }
const nothing = { filled: money('0'), quoteFilled: money('0'), averagePrice: null }
const stop = { side: 'sell', terms: { kind: 'stop_loss', triggerPrice: money('79950') } } as const
const ended = (kind: 'cancelled' | 'cancelled_by_exchange' | 'time_expired' | 'other_exit' | 'not_filled_at_once') => ({
  endReason: { kind, word: null },
})

test.each<[what: string, order: Partial<Order>, en: string | null, fr: string | null]>([
  [
    'filled',
    {},
    'fill | Order filled | BTC/USDT (Binance main): bought 0.5 BTC at 79,950.10 USDT.',
    `fill | Ordre exécuté | BTC/USDT (Binance main) : achat de 0,5 BTC à 79${nbsp}950,10 USDT.`,
  ],
  [
    'a stop-loss that stands alone',
    stop,
    'exit | Stop-loss filled | Stop-loss of BTC/USDT (Binance main) sold 0.5 BTC at 79,950.10 USDT.',
    `exit | Stop-loss exécuté | Stop-loss sur BTC/USDT (Binance main) : vente de 0,5 BTC à 79${nbsp}950,10 USDT.`,
  ],
  [
    'filled in part and cancelled',
    { ...partly, status: 'cancelled', ...ended('cancelled') },
    'fill | Order filled in part | BTC/USDT (Binance main): bought 0.2 BTC of 0.5 BTC at 79,950.10 USDT, and no more. Cancelled at the account’s request.',
    `fill | Ordre exécuté en partie | BTC/USDT (Binance main) : achat de 0,2 BTC sur 0,5 BTC à 79${nbsp}950,10 USDT, sans le reste. Annulé à la demande du compte.`,
  ],
  [
    'rejected after it was accepted',
    { ...nothing, status: 'rejected', endReason: { kind: 'insufficient_balance', word: null } },
    'trouble | Order rejected | BTC/USDT (Binance main): nothing was bought of 0.5 BTC. Not enough free funds at that moment.',
    'trouble | Ordre rejeté | BTC/USDT (Binance main) : rien n’a été acheté sur 0,5 BTC. Fonds disponibles insuffisants à ce moment.',
  ],
  [
    'expired',
    { ...nothing, side: 'sell', status: 'expired', ...ended('time_expired') },
    'trouble | Order expired | BTC/USDT (Binance main): nothing was sold of 0.5 BTC. Its time was over.',
    'trouble | Ordre expiré | BTC/USDT (Binance main) : rien n’a été vendu sur 0,5 BTC. Sa durée était écoulée.',
  ],
  [
    'ended by the exchange',
    { ...nothing, status: 'cancelled', ...ended('cancelled_by_exchange') },
    'trouble | Order ended by the exchange | BTC/USDT (Binance main): nothing was bought of 0.5 BTC. Cancelled by the exchange itself.',
    'trouble | Ordre arrêté par l’exchange | BTC/USDT (Binance main) : rien n’a été acheté sur 0,5 BTC. Annulé par l’exchange lui-même.',
  ],
  ['cancelled on request', { ...nothing, status: 'cancelled', ...ended('cancelled') }, null, null],
  ['the other one of a pair', { ...nothing, status: 'expired', ...ended('other_exit') }, null, null],
  ['still open', { ...partly, status: 'partially_filled' }, null, null],
])('an order that is %s', async (_what, change, en, fr) => {
  const clock = new FakeClock()
  const { room, said } = newsStage(clock)
  room.saw('acc-1', [order(clock, change)])
  await clock.advance(1_000)
  expect(said('en').map(withoutEnd)).toEqual(en === null ? [] : [withoutEnd(en)])
  expect(said('fr').map(withoutEnd)).toEqual(fr === null ? [] : [withoutEnd(fr)])
})

/** Why it ended is said in sentences that have their own tests. */
const withoutEnd = (text: string): string =>
  text.startsWith('trouble') ? text.replace(/(0[.,]5 BTC\.).*$/, '$1') : text

describe('each thing is told once', () => {
  test('however often an exchange tells it, by whatever way', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock)
    for (let times = 0; times < 3; times += 1) {
      room.saw('acc-1', [order(clock)])
      await clock.advance(500)
    }
    const result = { state: 'accepted', journalId: 1, placed: { order: order(clock), legs: [], notes: [] } } as const
    const about = { operation: 'place', clientOrderId: 'c-1', accountId: 'acc-1', symbol: 'BTC/USDT' } as const
    room.sawFinished({ about: { ...about, origin: redis() }, result })
    await clock.advance(500)
    expect(said()).toHaveLength(1)
    expect(room.page(null).news[0]).toMatchObject({ sequence: 1, order: { toldToForm: null } })
  })

  test('and nothing that ended more than a minute before this run', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock)
    room.saw('acc-1', [
      order(clock, { id: 'old', updatedAt: clock.now() - 61_000 }),
      order(clock, { id: 'new', updatedAt: clock.now() - 59_000 }),
    ])
    await clock.advance(1_000)
    expect(said()).toHaveLength(1)
  })

  test('an answer that says so itself is known by its form', async () => {
    const clock = new FakeClock()
    let isUnderWay = true
    const { room } = newsStage(clock, 0, { isUnderWay: () => isUnderWay })
    // Pushed before it is answered.
    room.saw('acc-1', [order(clock)])
    await clock.advance(3_000)
    expect(room.page(null).news).toEqual([])
    const result = { state: 'accepted', journalId: 1, placed: { order: order(clock), legs: [], notes: [] } } as const
    const origin = { kind: 'panel', requestId: 'form-1' } as const
    const about = { operation: 'place', clientOrderId: 'c-1', accountId: 'acc-1', symbol: 'BTC/USDT', origin } as const
    isUnderWay = false
    room.sawFinished({ about, result })
    await clock.advance(1_000)
    expect(room.page(null).news).toMatchObject([{ what: 'filled', order: { toldToForm: 'form-1' } }])
  })

  test('a price that is not known is left out', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock, 0, { priceDecimals: () => Promise.reject(new Error('down')) })
    room.saw('acc-1', [order(clock, { averagePrice: null, quoteFilled: null })])
    await clock.advance(1_000)
    expect(said()).toEqual(['fill | Order filled | BTC/USDT (Binance main): bought 0.5 BTC.'])
  })
})

describe('a conditional order that goes on under another id', () => {
  const parent = (clock: FakeClock, raw: object): Order => order(clock, { id: 'parent', ...stop, raw })
  const child = (clock: FakeClock): Order =>
    order(clock, { id: 'child', side: 'sell', terms: { kind: 'market' }, clientOrderId: null })

  test.each([
    ['KuCoin', { id: 'parent', becameOrder: { id: 'child' } }],
    ['Bitget, classic', { plan: { orderId: 'parent' }, order: { orderId: 'child' } }],
    ['Bitget, unified', { orderId: 'parent', becameOrder: { orderId: 'child' } }],
  ])('is told once, by what it was placed for, whichever is seen first (%s)', async (_where, raw) => {
    for (const parentFirst of [true, false]) {
      const clock = new FakeClock()
      const { room, said } = newsStage(clock, 0, { isOurs: (_accountId, id) => id === 'parent' })
      room.saw('acc-1', [parentFirst ? parent(clock, raw) : child(clock)])
      await clock.advance(1_500)
      room.saw('acc-1', [parentFirst ? child(clock) : parent(clock, raw)])
      await clock.advance(10_000)
      expect(said()).toEqual([expect.stringContaining('Stop-loss filled')])
    }
  })

  test('and an order that nobody here placed is told by itself', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock, 0, { isOurs: () => false })
    room.saw('acc-1', [child(clock)])
    await clock.advance(10_000)
    expect(said()).toEqual([expect.stringContaining('Order filled')])
  })
})

describe('an operation in doubt', () => {
  const doubt = (key: 'order.outcome.unknown' | 'order.outcome.needs_attention') => ({
    state: 'unknown' as const,
    journalId: 3,
    error: {
      class: 'unknown-outcome' as const,
      text: message(key, { clientOrderId: 'c-1' }),
      field: null,
      exchange: null,
    },
  })
  const about = {
    operation: 'place',
    clientOrderId: 'c-1',
    accountId: 'acc-1',
    symbol: 'BTC/USDT',
    origin: redis(),
  } as const

  test('is told when it lasts', async () => {
    const clock = new FakeClock()
    const { room } = newsStage(clock)
    room.sawFinished({ about, result: doubt('order.outcome.unknown') })
    await clock.advance(9_000)
    expect(room.page(null).news).toEqual([])
    await clock.advance(2_000)
    expect(room.page(null).news).toMatchObject([{ kind: 'trouble', what: 'in_doubt', symbol: 'BTC/USDT' }])
    room.sawFinished({ about, result: doubt('order.outcome.needs_attention') })
    await clock.advance(100)
    expect(room.page(null).news.map(({ what }) => what)).toEqual(['in_doubt', 'needs_person'])
  })

  test('and not when it is over soon', async () => {
    const clock = new FakeClock()
    const { room } = newsStage(clock)
    room.sawFinished({ about, result: doubt('order.outcome.unknown') })
    await clock.advance(5_000)
    const { error } = doubt('order.outcome.unknown')
    room.sawFinished({ about, result: { state: 'rejected', journalId: 3, error } })
    await clock.advance(60_000)
    expect(room.page(null).news).toEqual([])
    expect(clock.waiting).toBe(0)
  })
})

describe('a page', () => {
  test('goes on where it was left, and says what is missing', async () => {
    const clock = new FakeClock()
    const { room } = newsStage(clock)
    const fill = async (count: number, from: number): Promise<void> => {
      room.saw(
        'acc-1',
        Array.from({ length: count }, (_, index) => order(clock, { id: `o-${from + index}` })),
      )
      await clock.advance(1_000)
      while (room.page(null).last < from + count) await clock.advance(10)
    }
    await fill(3, 0)
    const { run, last } = room.page(null)
    expect(last).toBe(3)
    expect(room.page({ run, sequence: 2 }).news.map(({ sequence }) => sequence)).toEqual([3])
    expect(room.page({ run: 'another', sequence: 2 }).news).toHaveLength(3)
    await fill(1_500, 3)
    const page = room.page({ run, sequence: 3 })
    expect([page.last, page.missed, page.news.length]).toEqual([1_503, 500, 1_000])
  })
})
