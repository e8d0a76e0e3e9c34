import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { limit, place, balances, resting, usedUp } from './client-fixtures.ts'
import { answer, caught, ok, scriptedVenue } from './scripted-venue.ts'

describe('limits', () => {
  const usage = ({ venue }: ReturnType<typeof scriptedVenue>, pool: string) =>
    venue.status().usage.find((each) => each.pool === pool)

  it('follow the headers, pool by pool and account by account', async () => {
    const told = (limit: number, remaining: number) => ({
      'gw-ratelimit-limit': String(limit),
      'gw-ratelimit-remaining': String(remaining),
      'gw-ratelimit-reset': '20000',
    })
    const scripted = scriptedVenue({
      [place]: () => ok(resting, told(8_000, 7_900)),
      [balances]: () => ok([], told(4_000, 3_500)),
      'GET /api/v1/market/orderbook/level2_20': () => ok({ bids: [], asks: [] }, told(2_000, 1_700)),
    })
    await scripted.clientFor('x').placeOrder(limit, 'id1', withoutPermit)
    await scripted.clientFor('y').getBalance()
    await scripted.client.fetchOrderBook('BTC/USDT', 5)
    expect(usage(scripted, 'spot:x')).toEqual({ pool: 'spot:x', used: 100, limit: 8_000, windowMs: 30_000 })
    expect(usage(scripted, 'management:y')).toMatchObject({ used: 500, limit: 4_000 })
    expect(usage(scripted, 'public')).toMatchObject({ used: 300, limit: 2_000 })
    expect(usage(scripted, 'spot:y')).toBeUndefined()
  })

  it('a used-up pool rests, of that account and that kind only', async () => {
    const { clientFor, calls, client } = scriptedVenue({
      [place]: ({ request }) =>
        request.headers['KC-API-KEY'] === 'key of x'
          ? answer(429, { code: '429000', msg: 'Too Many Requests' }, usedUp(25_000))
          : ok(resting),
      [balances]: () => ok([]),
    })
    const first = await caught(clientFor('x').placeOrder(limit, 'id1', withoutPermit))
    expect([first.class, first.retryAfterMs]).toEqual(['unknown-outcome', 25_000])
    expect((await caught(clientFor('x').placeOrder(limit, 'id2', withoutPermit))).class).toBe('rate-limit')
    expect(await clientFor('x').getBalance()).toEqual([])
    expect((await client.placeOrder(limit, 'id3', withoutPermit)).order.status).toBe('open')
    expect(calls(place)).toHaveLength(2)
  })

  it('the firewall stops everything', async () => {
    const { client, venue, calls } = scriptedVenue({ [balances]: () => answer(403, '<html>1015</html>') })
    expect((await caught(client.getBalance())).class).toBe('rate-limit')
    expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('rate-limit')
    expect(calls(place)).toHaveLength(0)
    expect(venue.status().bannedUntil).not.toBeNull()
  })

  it('a window that is about to end does not burden the next one', async () => {
    const headers = {
      'gw-ratelimit-limit': '4000',
      'gw-ratelimit-remaining': '100',
      'gw-ratelimit-reset': '40',
    }
    const scripted = scriptedVenue({ [place]: () => ok(resting, headers) })
    await scripted.client.placeOrder(limit, 'id1', withoutPermit)
    expect(usage(scripted, 'spot:a')?.used).toBe(1)
  })
})

describe('an exchange that asks to wait', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  async function asksAgainAfterASecond(first: ReturnType<typeof answer>): Promise<void> {
    const { client, calls } = scriptedVenue({ [balances]: (_sent, count) => (count === 1 ? first : ok([])) }, () =>
      Date.now(),
    )
    let balance: unknown = null
    void client.getBalance().then((found) => {
      balance = found
    })
    await vi.advanceTimersByTimeAsync(900)
    expect([calls(balances).length, balance]).toEqual([1, null])
    await vi.advanceTimersByTimeAsync(200)
    expect([calls(balances).length, balance]).toEqual([2, []])
  }

  it('is asked again as soon as it has said, though our own window is longer', async () => {
    const full = answer(429, { code: '429000', msg: 'Too Many Requests' }, usedUp(1_000))
    await asksAgainAfterASecond(full)
  })

  it('is asked again by a read after a second of quiet, although units are left', async () => {
    const busy = answer(429, { code: '429000', msg: 'busy' }, { ...usedUp(9_000), 'gw-ratelimit-remaining': '1999' })
    await asksAgainAfterASecond(busy)
  })
})
