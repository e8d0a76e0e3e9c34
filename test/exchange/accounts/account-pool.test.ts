import { describe, expect, it } from 'vitest'
import { AccountPool, type PoolMember } from '../../../src-main/exchange/accounts/account-pool.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { startPracticeHarness } from '../practice-harness.ts'

const members = (...ids: string[]): PoolMember[] => ids.map((accountId) => ({ accountId, revision: 1 }))
const label = 'Binance'

describe('AccountPool', () => {
  it('asks each account in its turn', async () => {
    const pool = new AccountPool(() => 0)
    const asked: string[] = []
    for (let index = 0; index < 5; index += 1) {
      await pool.read(members('a', 'b', 'c'), label, (id) => Promise.resolve(asked.push(id)))
    }
    expect(asked).toEqual(['a', 'b', 'c', 'a', 'b'])
  })

  it('passes over an account whose key is refused, until the key is another one', async () => {
    const pool = new AccountPool(() => 0)
    const asked: string[] = []
    const ask = (id: string): Promise<string> => {
      asked.push(id)
      if (id === 'a') throw new GatewayError('auth', 'exchange.auth', { exchange: label, reason: 'no' })
      return Promise.resolve(id)
    }
    expect(await pool.read(members('a', 'b'), label, ask)).toBe('b')
    expect(await pool.read(members('a', 'b'), label, ask)).toBe('b')
    expect(asked).toEqual(['a', 'b', 'b'])
    const changed = [{ accountId: 'a', revision: 2 }]
    await expect(pool.read(changed, label, ask)).rejects.toThrow(GatewayError)
    expect(asked.at(-1)).toBe('a')
  })

  it('lets an account that has to wait rest for as long as it was told', async () => {
    let now = 0
    const pool = new AccountPool(() => now)
    const limited = new GatewayError(
      'rate-limit',
      'exchange.rate_limited',
      { exchange: label, seconds: '2' },
      { retryAfterMs: 2_000 },
    )
    await expect(pool.read(members('a'), label, () => Promise.reject(limited))).rejects.toBe(limited)
    expect(pool.turn(members('a'))).toEqual([])
    now = 2_000
    expect(pool.turn(members('a'))).toHaveLength(1)
  })

  it('does not try another account for what no other account can do better', async () => {
    const pool = new AccountPool(() => 0)
    const asked: string[] = []
    const refused = new GatewayError('refused', 'exchange.rejected', { exchange: label, reason: 'no' })
    const ask = (id: string): Promise<never> => {
      asked.push(id)
      return Promise.reject(refused)
    }
    await expect(pool.read(members('a', 'b'), label, ask)).rejects.toBe(refused)
    expect(asked).toEqual(['a'])
  })

  it('says so when there is no account', async () => {
    const pool = new AccountPool(() => 0)
    await expect(pool.read([], label, () => Promise.resolve(1))).rejects.toThrow('No account on Binance')
  })
})

describe('NativeExchangeManager.readWithAny', () => {
  it('rotates over the accounts of the exchange and environment, and never asks one with a broken key twice', async () => {
    const harness = await startPracticeHarness({ accountIds: () => ['first', 'second', 'wrong', 'nobody'] })
    try {
      await harness.control('POST', '/accounts', { apiKey: 'k2', secret: 's2', balances: { USDT: '2' } })
      harness.addAccount({ accountId: 'second', apiKey: 'k2', secret: 's2' })
      harness.addAccount({ accountId: 'wrong', apiKey: 'k2', secret: 'not this one' })
      const funds = async (): Promise<string> =>
        harness.manager.readWithAny('binance', 'practice', async (client) => {
          const usdt = (await client.getBalance()).find(({ asset }) => asset === 'USDT')
          return usdt?.total.toString() ?? 'none'
        })
      const seen = [await funds(), await funds(), await funds(), await funds()]
      expect(seen).toEqual(['10000', '2', '10000', '2'])
      await expect(
        harness.manager.readWithAny('binance', 'production', (client) => client.getBalance()),
      ).rejects.toThrow('No account on Binance')
    } finally {
      await harness.close()
    }
  })
})
