import { describe, expect, test } from 'vitest'
import type { TradeEvent } from '../../../src-main/trading/events/trade-event.ts'
import type { Newsroom } from '../../../src-main/trading/news/newsroom.ts'
import { averagePrice } from '../../../src-shared/average-price.ts'
import { message } from '../../../src-shared/messages/index.ts'
import type { Order, Origin } from '../../../src-shared/order.ts'
import { FakeClock } from '../../support/fake-clock.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { panel, redis } from '../desk-setup.ts'
import { money } from '../fake-client.ts'
import { newsStage, stepTo } from './stage.ts'

const nbsp = '\u202f'

function order(clock: FakeClock, change: Partial<Order> = {}): Order {
  return sampleOrder({
    id: 'o-1',
    clientOrderId: 'c-1',
    terms: { kind: 'limit', price: money('79950.1'), timeInForce: 'gtc', postOnly: false },
    status: 'filled',
    quantity: money('0.5'),
    filled: money('0.5'),
    quoteFilled: money('39975.05'),
    averagePrice: averagePrice(money('39975.05'), money('0.5')),
    createdAt: clock.now(),
    updatedAt: clock.now(),
    ...change,
  })
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
  room.heed(stepTo(order(clock, change)))
  await clock.advance(1_000)
  expect(said('en').map(withoutEnd)).toEqual(en === null ? [] : [withoutEnd(en)])
  expect(said('fr').map(withoutEnd)).toEqual(fr === null ? [] : [withoutEnd(fr)])
})

/** Why it ended is said in sentences that have their own tests. */
const withoutEnd = (text: string): string =>
  text.startsWith('trouble') ? text.replace(/(0[.,]5 BTC\.).*$/, '$1') : text

/** That whoever placed it was answered how it ended. */
const answered = (order: Order, origin: Origin): Parameters<Newsroom['answered']>[0] => ({
  type: 'order',
  accountId: 'acc-1',
  journalId: 1,
  clientOrderId: 'c-1',
  outcome: { outcome: 'accepted', journalId: 1, clientOrderId: 'c-1', placed: { order, legs: [], notes: [] } },
  asked: { origin, symbol: order.symbol, side: order.side },
})

describe('an end', () => {
  test('is no news more than a minute before this run', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock)
    room.heed(stepTo(order(clock, { id: 'old', updatedAt: clock.now() - 61_000 })))
    room.heed(stepTo(order(clock, { id: 'new', updatedAt: clock.now() - 59_000 })))
    await clock.advance(1_000)
    expect(said()).toHaveLength(1)
  })

  test.each([
    ['form', panel('form-1'), 'form-1'],
    ['bot', redis(), null],
  ])('of which the %s was told by its answer says so', async (_who, origin, toldToForm) => {
    const clock = new FakeClock()
    let isUnderWay = true
    const { room } = newsStage(clock, 0, { isUnderWay: () => isUnderWay })
    // Pushed before it is answered.
    room.heed(stepTo(order(clock)))
    await clock.advance(3_000)
    expect(room.page(null).news).toEqual([])
    isUnderWay = false
    room.answered(answered(order(clock), origin))
    await clock.advance(1_000)
    expect(room.page(null).news).toMatchObject([{ sequence: 1, what: 'filled', order: { toldToForm } }])
  })

  test('that came after the answer was not told by it', async () => {
    const clock = new FakeClock()
    const { room } = newsStage(clock)
    room.answered(answered(order(clock, { ...partly, status: 'open' }), panel('form-1')))
    room.heed(stepTo(order(clock)))
    await clock.advance(1_000)
    expect(room.page(null).news).toMatchObject([{ what: 'filled', order: { toldToForm: null } }])
  })

  test('a price that is not known is left out', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock, 0, { priceDecimals: () => Promise.reject(new Error('down')) })
    room.heed(stepTo(order(clock, { averagePrice: null, quoteFilled: null })))
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
      room.heed(stepTo(parentFirst ? parent(clock, raw) : child(clock)))
      await clock.advance(1_500)
      room.heed(stepTo(parentFirst ? child(clock) : parent(clock, raw)))
      await clock.advance(10_000)
      expect(said()).toEqual([expect.stringContaining('Stop-loss filled')])
    }
  })

  test('and an order that nobody here placed is told by itself', async () => {
    const clock = new FakeClock()
    const { room, said } = newsStage(clock, 0, { isOurs: () => false })
    room.heed(stepTo(child(clock)))
    await clock.advance(10_000)
    expect(said()).toEqual([expect.stringContaining('Order filled')])
  })
})

describe('an operation in doubt', () => {
  const doubt = (needsPerson = false): TradeEvent => {
    const key = needsPerson ? 'order.outcome.needs_attention' : 'order.outcome.unknown'
    return {
      type: 'in-doubt',
      operation: 'place',
      accountId: 'acc-1',
      journalId: 3,
      asked: { origin: redis(), symbol: 'BTC/USDT', side: 'buy' },
      clientOrderId: 'c-1',
      orderId: null,
      needsPerson,
      error: {
        class: 'unknown-outcome',
        text: message(key, { clientOrderId: 'c-1' }),
        field: null,
        exchange: null,
      },
      at: 0,
      learned: 'deed',
      name: '3 in-doubt',
    }
  }

  test('is told when it lasts, and when it is over', async () => {
    const clock = new FakeClock()
    let isInDoubt = true
    const { room } = newsStage(clock, 0, { isInDoubt: () => isInDoubt })
    const told = (): readonly string[] => room.page(null).news.map(({ what }) => what)
    room.heed(doubt())
    await clock.advance(9_000)
    expect(told()).toEqual([])
    await clock.advance(2_000)
    expect(room.page(null).news).toMatchObject([{ kind: 'trouble', what: 'in_doubt', symbol: 'BTC/USDT' }])
    room.heed(doubt(true))
    await clock.advance(60_000)
    expect(told()).toEqual(['in_doubt', 'needs_person'])
    isInDoubt = false
    await clock.advance(10_000)
    expect(told()).toEqual(['in_doubt', 'needs_person', 'doubt_over'])
    expect(new Set(room.page(null).news.map((news) => 'about' in news && news.about)).size).toBe(1)
    expect(clock.waiting).toBe(0)
  })

  test('and not when it is over soon', async () => {
    const clock = new FakeClock()
    let isInDoubt = true
    const { room } = newsStage(clock, 0, { isInDoubt: () => isInDoubt })
    room.heed(doubt())
    await clock.advance(5_000)
    isInDoubt = false
    await clock.advance(60_000)
    expect(room.page(null).news).toEqual([])
    expect(clock.waiting).toBe(0)
  })

  test('is left at what was told where the journal cannot be read', async () => {
    const clock = new FakeClock()
    const isInDoubt = (): never => {
      throw new Error('damaged')
    }
    const { room } = newsStage(clock, 0, { isInDoubt })
    room.heed(doubt(true))
    await clock.advance(60_000)
    expect(room.page(null).news).toMatchObject([{ what: 'needs_person' }])
  })
})

describe('a page', () => {
  test('goes on where it was left, and says what is missing', async () => {
    const clock = new FakeClock()
    const { room } = newsStage(clock)
    const fill = async (count: number, from: number): Promise<void> => {
      for (let index = from; index < from + count; index += 1) room.heed(stepTo(order(clock, { id: `o-${index}` })))
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
