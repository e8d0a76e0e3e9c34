import { describe, expect, it } from 'vitest'
import { answer, caught, failed, result, scriptedClient } from './scripted-venue.ts'

describe('what a key may do, as Kraken tells it', () => {
  const all = ['query-funds', 'query-open-trades', 'query-closed-trades', 'modify-trades', 'close-trades']
  const info = (change: object = {}) => ({
    apiKeyName: 'mine',
    nonceWindow: 0,
    permissions: all,
    validUntil: '0',
    ipAllowlist: [],
    ...change,
  })
  const good = { canRead: true, canTrade: true, canWithdraw: false, ipRestricted: false, expiresAt: null }

  it.each([
    ['everything that is needed', {}, {}, []],
    ['the right to withdraw', { permissions: [...all, 'withdraw-funds'] }, { canWithdraw: true }, []],
    ['a new right to withdraw', { permissions: [...all, 'withdraw-fast'] }, { canWithdraw: true }, []],
    ['addresses of withdrawals only', { permissions: [...all, 'add-withdraw-address'] }, {}, []],
    [
      'no right to trade',
      { permissions: all.slice(0, 3) },
      { canTrade: false },
      ['Create & modify orders', 'Cancel & close orders'],
    ],
    ['no right to cancel', { permissions: all.slice(0, 4) }, { canTrade: false }, ['Cancel & close orders']],
    ['no right to see funds', { permissions: all.slice(1) }, { canRead: false }, ['Query funds']],
    ['addresses', { ipAllowlist: ['192.0.2.1'] }, { ipRestricted: true }, []],
    [
      'addresses, in the guide’s spelling',
      { ipAllowlist: undefined, ip_allowlist: ['192.0.2.1'] },
      { ipRestricted: true },
      [],
    ],
    ['no word on addresses', { ipAllowlist: undefined }, { ipRestricted: null }, []],
    ['a last day', { validUntil: '1900000000' }, { expiresAt: 1_900_000_000_000 }, []],
    [
      'a last day, in the guide’s spelling',
      { validUntil: undefined, valid_until: 1_900_000_000 },
      { expiresAt: 1_900_000_000_000 },
      [],
    ],
  ])('%s', async (_name, change, expected, missing) => {
    const { client, sent } = scriptedClient({ GetApiKeyInfo: () => result(info(change)) })
    const report = await client.checkCredentials()
    expect(report).toMatchObject({ ...good, accountKind: 'spot', ...expected })
    expect(report.notes.map(({ params }) => params.right)).toEqual(missing)
    expect(sent.filter(({ request }) => request.method === 'POST')).toHaveLength(1)
  })

  it.each(['EAPI:Invalid key', 'EAPI:Invalid signature', 'EAPI:Invalid nonce'])(
    'a key refused with %s is an error',
    async (text) => {
      const { client } = scriptedClient({ GetApiKeyInfo: () => failed(text) })
      expect((await caught(client.checkCredentials())).class).toBe('auth')
    },
  )

  it.each([
    ['does not answer', answer(502, '')],
    ['asks to wait', failed('EGeneral:Temporary lockout')],
  ])('is not guessed at while Kraken %s', async (_name, outcome) => {
    const { client, calls } = scriptedClient({ GetApiKeyInfo: () => outcome })
    await caught(client.checkCredentials())
    expect(calls('BalanceEx')).toHaveLength(0)
  })
})

describe('what a key may do, where Kraken does not tell', () => {
  const rights = {
    GetApiKeyInfo: () => failed('EGeneral:Unknown method'),
    BalanceEx: () => result({}),
    AddOrder: () => result({ descr: { order: 'buy' } }),
  }

  it('is found out by reading, and by an order that is only checked', async () => {
    const { client, calls } = scriptedClient(rights)
    const report = await client.checkCredentials()
    expect(report).toMatchObject({ canRead: true, canTrade: true, canWithdraw: null, accountKind: 'spot' })
    expect(report.notes.map(({ key }) => key)).toEqual(['exchange.kraken.note.withdrawal_untold'])
    expect(calls('AddOrder').map(({ params }) => params.validate)).toEqual(['true'])
  })

  it.each([
    ['BalanceEx', 'Query funds', { canRead: false, canTrade: true }],
    ['OpenOrders', 'Query open orders & trades', { canRead: false, canTrade: true }],
    ['ClosedOrders', 'Query closed orders & trades', { canRead: false, canTrade: true }],
    ['AddOrder', 'Create & modify orders', { canRead: true, canTrade: false }],
  ])('names the right that %s needs', async (endpoint, right, expected) => {
    const { client } = scriptedClient({ ...rights, [endpoint]: () => failed('EGeneral:Permission denied') })
    const report = await client.checkCredentials()
    expect(report).toMatchObject(expected)
    expect(report.notes[0]?.params).toEqual({ right })
  })

  it.each([
    ['EOrder:Insufficient funds', true],
    ['EService:Unavailable', null],
    ['EService:Market in cancel_only mode', null],
  ])('an order refused with %s tells: %s', async (error, canTrade) => {
    const { client } = scriptedClient({ ...rights, AddOrder: () => failed(error) })
    expect((await client.checkCredentials()).canTrade).toBe(canTrade)
  })

  it.each(['EAPI:Invalid key', 'EAPI:Invalid signature'])(
    'a key refused with %s is an error, asked once',
    async (text) => {
      const { client, calls } = scriptedClient({ ...rights, BalanceEx: () => failed(text) })
      expect((await caught(client.checkCredentials())).class).toBe('auth')
      expect(calls('BalanceEx')).toHaveLength(1)
    },
  )

  it('tells the account’s own fees', async () => {
    const { client } = scriptedClient({
      TradeVolume: () =>
        result({
          currency: 'ZUSD',
          volume: '1',
          fees: { XXBTZUSD: { fee: '0.4' } },
          fees_maker: { XXBTZUSD: { fee: '0.25' } },
        }),
    })
    const { maker, taker } = await client.fetchFees('BTC/USD')
    expect([maker.toString(), taker.toString()]).toEqual(['0.0025', '0.004'])
  })
})
