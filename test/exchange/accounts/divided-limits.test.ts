import { expect, it } from 'vitest'
import { DividedLimits, type Rest } from '../../../src-main/exchange/accounts/divided-limits.ts'
import { fingerprintOfKey } from '../../../src-main/exchange/accounts/exchange-account.ts'
import { RateLimiter } from '../../../src-main/exchange/http/rate-limiter.ts'

const limit = { kind: 'rolling', limit: 10, windowMs: 1_000, reports: 'most' } as const
const apiKey = 'an API key that nobody else may see'

/** The names of what a gateway needs of these pools, once all have been used. */
async function namesOf(address: string, accountId: string, pools: readonly string[]): Promise<readonly string[]> {
  const limits = new DividedLimits(address)
  limits.addAccount(accountId, 'bitget', apiKey)
  const limiter = new RateLimiter({
    now: () => 0,
    limits: Object.fromEntries(pools.map((pool) => [pool, limit])),
  })
  limits.add('bitget production https://example.org', limiter)
  for (const pool of pools) (await limiter.acquire({ [pool]: 1 }, 'order', 1_000)).done()
  limits.divide()
  return limits.needs().map(({ pool }) => pool)
}

it('gateways call an account’s pools the same, whatever it is called here and wherever they are', async () => {
  const one = await namesOf('home', 'account-1', ['/orders account-1', 'spot:account-1'])
  expect(one).toEqual(await namesOf('office', 'f3c2', ['/orders f3c2', 'spot:f3c2']))
  expect(new Set(one).size).toBe(2)
})

it('an address’s pools are those of its gateways', async () => {
  const [home] = await namesOf('home', 'a', ['address'])
  expect(await namesOf('home', 'b', ['address'])).toEqual([home])
  expect(await namesOf('office', 'a', ['address'])).not.toEqual([home])
})

it('no name tells a key', async () => {
  const names = await namesOf('', 'a', ['/orders a'])
  expect(names.join(' ')).not.toContain(apiKey)
})

it('two accounts with one key count apart', async () => {
  const limits = new DividedLimits('')
  limits.addAccount('a', 'bitget', apiKey)
  limits.addAccount('b', 'bitget', apiKey)
  const limiter = new RateLimiter({ now: () => 0, limits: { 'x:a': limit, 'x:b': limit } })
  limits.add('place', limiter)
  for (const pool of ['x:a', 'x:b']) (await limiter.acquire({ [pool]: 1 }, 'order', 1_000)).done()
  limits.divide()
  expect(new Set(limits.needs().map(({ pool }) => pool)).size).toBe(2)
})

it('what one is told to rest the other finds by the same name', () => {
  const [one, other] = ['a', 'b'].map((accountId) => {
    const limits = new DividedLimits('')
    limits.addAccount(accountId, 'bitget', apiKey)
    const limiter = new RateLimiter({ now: () => 0, limits: { [`x:${accountId}`]: limit } })
    limits.add('place', limiter)
    return { limits, limiter }
  })
  const told: Rest[] = []
  if (one === undefined || other === undefined) throw new Error('two were made')
  one.limits.divider = { short: () => undefined, rest: (rest) => told.push(rest) }
  one.limiter.block(5_000)
  for (const rest of told) other.limits.rest(rest)
  expect(other.limiter.blockedUntil).not.toBeNull()
  expect(told).toHaveLength(1)
})

it('knows which of its Kraken accounts another gateway uses with the same key', async () => {
  const limits = new DividedLimits('')
  limits.addAccount('mine', 'kraken', apiKey)
  limits.addAccount('other', 'kraken', 'another key')
  const key = fingerprintOfKey(apiKey)
  const limiter = new RateLimiter({ now: () => 0, limits: { [`calls:${key}`]: limit } })
  limits.add('place', limiter)
  limits.hold()
  limits.divide()
  await expect(limiter.acquire({ [`calls:${key}`]: 1 }, 'read', 1)).rejects.toThrow('too-late')
  limits.usedElsewhere = limits.needs().map(({ pool }) => pool)
  expect(limits.keysUsedElsewhere).toEqual(['mine'])
  limits.whole()
  expect(limits.keysUsedElsewhere).toEqual([])
})
