import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import type { TransportOutcome } from '../../../src-main/exchange/http/transport.ts'
import { limit, m, place, mode, balances, resting } from './client-fixtures.ts'
import { answer, caught, ok, refused, type Script, scriptedVenue } from './scripted-venue.ts'

describe('a key’s version', () => {
  const versions = (script: Script) => {
    const scripted = scriptedVenue(script)
    const seen = (name: string) => scripted.calls(name).map(({ request }) => request.headers['KC-API-KEY-VERSION'])
    return { ...scripted, seen }
  }
  const onlyTwo =
    (data: unknown, code = '400009'): Script[string] =>
    ({ request }) =>
      request.headers['KC-API-KEY-VERSION'] === '2' ? ok(data) : refused(code, 'Version number mismatch', 401)

  it.each(['400009', '400008', '400004'])('is tried the other way on %s, once, and remembered', async (code) => {
    const { client, seen } = versions({
      [mode]: onlyTwo({ selfAccountMode: 'CLASSIC' }, code),
      [balances]: onlyTwo([], code),
      [place]: onlyTwo(resting, code),
    })
    await client.getBalance()
    await client.placeOrder(limit, 'id1', withoutPermit)
    expect([seen(mode), seen(balances), seen(place)]).toEqual([['3', '2'], ['2'], ['2']])
  })

  it('is remembered per credentials', async () => {
    const { clientFor, seen } = versions({
      [mode]: onlyTwo({ selfAccountMode: 'CLASSIC' }),
      [balances]: onlyTwo([]),
    })
    await clientFor('x').getBalance()
    await clientFor('y').getBalance()
    expect(seen(mode)).toEqual(['3', '2', '3', '2'])
  })

  it('is not blamed for a wrong passphrase: one more try in all, and KuCoin’s first words', async () => {
    const { client, seen } = versions({ [mode]: (_sent, count) => refused('400004', `no ${count}`, 401) })
    const error = await caught(client.getBalance())
    expect([error.class, error.exchange?.message]).toEqual(['auth', 'no 1'])
    await caught(client.getBalance())
    expect(seen(mode)).toEqual(['3', '2', '3'])
  })

  it('stays open when the other try went unanswered', async () => {
    const { client, seen } = versions({
      [mode]: () => refused('404000', 'Url Not Found', 404),
      [balances]: ({ request }, count) => {
        if (request.headers['KC-API-KEY-VERSION'] === '3') return refused('400009', 'x', 401)
        return count < 5 ? answer(503, '') : ok([])
      },
    })
    // The first call ends without an answer under version 2, which proves nothing: both are tried again.
    await caught(client.getBalance())
    expect(await client.getBalance()).toEqual([])
    expect(new Set(seen(balances))).toEqual(new Set(['3', '2']))
  })
})

describe('the account’s mode', () => {
  it('is asked once before the first private request, and never for public ones', async () => {
    const { client, sent, calls } = scriptedVenue({ [balances]: () => ok([]) })
    await client.getMarkets()
    expect(calls(mode)).toHaveLength(0)
    await Promise.all([client.getBalance(), client.getBalance()])
    await client.getBalance()
    expect(calls(mode)).toHaveLength(1)
    const signed = sent.filter(({ request }) => request.headers['KC-API-KEY'] !== undefined)
    expect(signed[0]?.endpoint).toBe(mode)
  })

  it('unified: every private operation is refused unsent, with a sentence', async () => {
    const { client, sent } = scriptedVenue({ [mode]: () => ok({ selfAccountMode: 'UNIFIED' }) })
    const reference = { symbol: 'BTC/USDT', orderId: 'o1' }
    const query = { symbol: 'BTC/USDT', symbols: [], since: null, until: null, limit: 5 }
    const change = { quantity: null, price: m('1'), triggerPrice: null }
    const operations: readonly (() => Promise<unknown>)[] = [
      () => client.getBalance(),
      () => client.checkCredentials(),
      () => client.fetchFees('BTC/USDT'),
      () => client.fetchOpenOrders(null),
      () => client.fetchClosedOrders(query),
      () => client.fetchOrder(reference),
      () => client.findOrder(limit, 'id1'),
      () => client.placeOrder(limit, 'id1', withoutPermit),
      () => client.testOrder(limit, 'id1'),
      () => client.editOrder(reference, change, 'id2', withoutPermit),
      () => client.cancelOrder(reference),
    ]
    for (const operation of operations) {
      const error = await caught(operation())
      expect([error.class, error.text.key]).toEqual(['refused', 'exchange.kucoin.unified_account'])
    }
    const signed = sent.filter(({ request }) => request.headers['KC-API-KEY'] !== undefined)
    expect(signed.map(({ endpoint }) => endpoint)).toEqual([mode])
  })

  it('unified is asked again after a while: an account may be switched back', async () => {
    let now = 0
    const { client } = scriptedVenue(
      {
        [mode]: (_sent, count) => ok({ selfAccountMode: count === 1 ? 'UNIFIED' : 'CLASSIC' }),
        [balances]: () => ok([]),
      },
      () => now,
    )
    await caught(client.getBalance())
    now = 29_000
    await caught(client.getBalance())
    now = 31_000
    expect(await client.getBalance()).toEqual([])
  })

  it.each([
    ['404000', refused('404000', 'Url Not Found', 404), 1],
    ['116104', refused('116104', 'User not found'), 1],
    ['112010', refused('112010', 'Invalid Unified Account user'), 1],
    ['400007', refused('400007', 'Access denied, require more permission', 403), 1],
    ['no answer', answer(503, ''), 2],
    ['a lost connection', { kind: 'unknown', reason: 'ECONNRESET' } as const, 2],
  ])('locks no classic account out when it is not told: %s', async (_name, outcome, asked) => {
    const { client, calls } = scriptedVenue({ [mode]: () => outcome, [place]: () => ok(resting) })
    expect((await client.placeOrder(limit, 'id1', withoutPermit)).order.status).toBe('open')
    expect((await client.placeOrder(limit, 'id2', withoutPermit)).order.status).toBe('open')
    expect(calls(mode)).toHaveLength(asked)
  })

  it('is asked again later only where nothing was answered, and nobody waits for it then', async () => {
    const asked = async (outcome: TransportOutcome): Promise<number> => {
      let now = 0
      const { client, calls } = scriptedVenue({ [mode]: () => outcome, [balances]: () => ok([]) }, () => now)
      await client.getBalance()
      const before = calls(mode).length
      now = 31_000
      await client.getBalance()
      return calls(mode).length - before
    }
    expect(await asked(refused('404000', 'Url Not Found', 404))).toBe(0)
    expect(await asked(ok({ selfAccountMode: 'CLASSIC' }))).toBe(0)
    expect(await asked(answer(503, ''))).toBeGreaterThan(0)
  })

  it('tells what is wrong with the key, at once', async () => {
    for (const code of ['400003', '400005', '400006']) {
      const { client, calls } = scriptedVenue({ [mode]: () => refused(code, 'no', 401) })
      expect((await caught(client.placeOrder(limit, 'id1', withoutPermit))).class).toBe('auth')
      expect(calls(place)).toHaveLength(0)
    }
  })
})
