import { afterEach, describe, expect, it } from 'vitest'
import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { type PracticeExchanges, startPracticeExchanges } from '../src/practice-exchanges.ts'
import { managerOn, openOn, practiceKinds } from './support/manager-on.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function newcomerOn(kind: (typeof practiceKinds)[number], options: Parameters<typeof startPracticeExchanges>[0]) {
  const practice: PracticeExchanges = await startPracticeExchanges({ seed: 'newcomer', ...options })
  closing.push(() => practice.close())
  openOn(practice, kind)
  const manager = managerOn(practice)
  closing.push(() => manager.close())
  return manager.clientFor(kind.exchange)
}

const usd = new Set(['USDT', 'USD'])

describe.each(practiceKinds)('what a newcomer has on $exchange ($kind)', (kind) => {
  it('prices every asset in USDT, and lists nothing that cannot be traded', async () => {
    const client = await newcomerOn(kind, {})
    const markets: readonly Market[] = [...(await client.getMarkets()).values()]
    expect(markets.filter(({ status }) => status !== 'trading').map(({ symbol }) => symbol)).toEqual([])
    expect(markets.map(({ symbol }) => symbol).filter((symbol) => /456|FTT|LUNA/.test(symbol))).toEqual([])
    const balances = await client.getBalance()
    const held = balances.filter(({ total, elsewhere }) => total.isPositive() || elsewhere.length > 0)
    expect(held.length).toBeGreaterThanOrEqual(5)
    const priced = held.filter(({ asset }) => !usd.has(asset)).map(({ asset }) => `${asset}/USDT`)
    const tickers = await client.fetchTickers(priced)
    expect(priced.filter((symbol) => tickers.get(symbol)?.last?.isPositive() !== true)).toEqual([])
    const worth = held.map(({ asset, total }) =>
      total.times(usd.has(asset) ? Money.one : (tickers.get(`${asset}/USDT`)?.last ?? Money.zero)),
    )
    // A position of every kind that is worth some orders, none that dwarfs the rest.
    for (const [index, each] of worth.entries())
      if (held[index]?.total.isPositive() === true)
        expect([held[index].asset, each.atLeast(Money.parse('100')), each.atMost(Money.parse('50000'))]).toEqual([
          held[index].asset,
          true,
          true,
        ])
  })

  it('has the odd ones where a test asks for them', async () => {
    const client = await newcomerOn(kind, { listings: 'tests' })
    expect((await client.getMarkets()).get('LUNA/USDT')?.status).not.toBe('trading')
  })
})
