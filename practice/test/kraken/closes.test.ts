import { describe, expect, it } from 'vitest'
import { KrakenFixture } from './kraken-fixture.ts'

type Params = Readonly<Record<string, string>>

/** An entry for 0.03 BTC at 60 000 with a close. */
function withEntry(close: Params): {
  readonly fixture: KrakenFixture
  readonly entry: string
  readonly children: () => ReturnType<KrakenFixture['openOrders']>
} {
  const fixture = new KrakenFixture()
  const entry = fixture.add({ volume: '0.03', price: '60000', ...close })
  return { fixture, entry, children: () => fixture.openOrders().filter(({ refid }) => refid === entry) }
}

const stop = { 'close[ordertype]': 'stop-loss', 'close[price]': '55000' }

describe('a conditional close', () => {
  it('comes once for every fill, of the size of the fill, and stays when the rest is cancelled', () => {
    const { fixture, entry, children } = withEntry(stop)
    expect(fixture.order(entry).descr.close).toBe('close position @ stop loss 55000.0')
    expect(children()).toEqual([])
    fixture.setPrice('60000', '0.01')
    fixture.setPrice('60000', '0.005')
    expect(children().map(({ vol }) => vol)).toEqual(['0.00500000', '0.01000000'])
    fixture.post('CancelOrder', { txid: entry })
    expect(children()).toHaveLength(2)
    fixture.setPrice('54000')
    expect(fixture.openOrders()).toEqual([])
  })

  it('at a distance is told as it was asked for until it fills', () => {
    const { fixture, entry } = withEntry({
      'close[ordertype]': 'stop-loss-limit',
      'close[price]': '-5%',
      'close[price2]': '+10',
    })
    expect(fixture.order(entry).descr.close).toBe('close position @ stop loss -5% -> limit +10')
  })

  it('is an order of its own: cancelling it leaves the entry and the other closes', () => {
    const { fixture, entry, children } = withEntry(stop)
    fixture.setPrice('60000', '0.01')
    fixture.setPrice('60000', '0.01')
    fixture.post('CancelOrder', { txid: children()[0]?.txid ?? '' })
    expect(children()).toHaveLength(1)
    expect(fixture.order(entry)).toMatchObject({ status: 'open', vol_exec: '0.02000000' })
  })

  it('outlives the coins it would sell, and is cancelled for want of them when it fires', () => {
    const { fixture, children } = withEntry(stop)
    fixture.setPrice('60000')
    const [child] = children()
    fixture.server.setBalances('key', { BTC: '0' })
    fixture.setPrice('55000')
    expect(fixture.order(child?.txid ?? '')).toMatchObject({
      status: 'canceled',
      reason: 'Insufficient funds',
    })
  })

  it.each<[string, Params, readonly [string, string]]>([
    ['limit', { 'close[price]': '66000' }, ['66000.0', '0']],
    ['take-profit', { 'close[price]': '66000' }, ['66000.0', '0']],
    ['stop-loss-limit', { 'close[price]': '55000', 'close[price2]': '54900' }, ['55000.0', '54900.0']],
    ['take-profit-limit', { 'close[price]': '66000', 'close[price2]': '65900' }, ['66000.0', '65900.0']],
    ['trailing-stop', { 'close[price]': '+2.5%' }, ['+2.5000%', '0']],
    ['stop-loss', { 'close[price]': '-5%' }, ['57000.0', '0']],
    ['stop-loss', { 'close[price]': '#600' }, ['59400.0', '0']],
    ['take-profit', { 'close[price]': '#600' }, ['60600.0', '0']],
    ['stop-loss-limit', { 'close[price]': '-1000', 'close[price2]': '-1100' }, ['59000.0', '58900.0']],
  ])('may be a %s with %j; distances are from the fill', (closeType, prices, expected) => {
    const { fixture, children } = withEntry({ 'close[ordertype]': closeType, ...prices })
    fixture.setPrice('60000')
    const [child] = children()
    const { ordertype, type, price, price2 } = child?.descr as Record<string, unknown>
    expect([ordertype, type, price, price2]).toEqual([closeType, 'sell', ...expected])
  })

  it('follows a market order and a sale just the same', () => {
    const fixture = new KrakenFixture()
    const sale = { type: 'sell', ordertype: 'market', volume: '0.1' }
    fixture.add({ ...sale, 'close[ordertype]': 'limit', 'close[price]': '50000' })
    const open = fixture.openOrders()
    expect(open.every(({ descr }) => (descr as { type: string }).type === 'buy')).toBe(true)
    expect(open.map(({ vol }) => Number(vol)).reduce((sum, each) => sum + each, 0)).toBeCloseTo(0.1, 8)
  })

  it('holds no coins while it waits, unless stops are to hold', () => {
    const held = (fixture: KrakenFixture): unknown =>
      (fixture.post('BalanceEx').result as Record<string, { hold_trade: string }>).XXBT?.hold_trade
    const free = withEntry(stop)
    free.fixture.setPrice('60000')
    expect(held(free.fixture)).toBe('0.0000000000')
    const holding = withEntry(stop)
    holding.fixture.server.setLimits({ stopsHoldFunds: 1 })
    holding.fixture.setPrice('60000')
    expect(held(holding.fixture)).toBe('0.0300000000')
  })

  it('that cannot be is left out, and the entry is none the worse', () => {
    const { fixture, entry, children } = withEntry({
      'close[ordertype]': 'stop-loss',
      'close[price]': '-70000',
    })
    fixture.setPrice('60000')
    expect([fixture.order(entry).status, children()]).toEqual(['closed', []])
  })
})
