import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { keeping, RunningGateway } from './running.ts'

/** Every practice exchange with every kind of account that it has. */
const kinds = Object.values(exchangeProfiles).flatMap(({ name, practiceKinds }) =>
  (practiceKinds.length === 0 ? [null] : practiceKinds).map((kind) => ({ exchange: name, kind })),
)

async function place(gateway: RunningGateway, { id }: { readonly id: string }, request: object): Promise<string> {
  const placed = await gateway.call('orders.place', { accountId: id, formId: randomUUID(), request } as never)
  if (placed.outcome !== 'accepted') throw new Error(JSON.stringify(placed))
  return placed.placed.order.id
}

const far = (side: 'buy' | 'sell', price: string): object => ({
  kind: 'limit',
  symbol: 'BTC/USDT',
  side,
  quantity: '0.001',
  price,
  timeInForce: 'gtc',
  postOnly: false,
  exits: null,
})

const entryWithExits = {
  kind: 'market',
  symbol: 'ETH/USDT',
  side: 'buy',
  amount: { unit: 'base', value: '0.1' },
  exits: {
    takeProfit: { triggerPrice: '4500', limitPrice: '4500' },
    stopLoss: { triggerPrice: '2000', limitPrice: null },
  },
}

const listed = (gateway: RunningGateway) => gateway.call('accounts.list', {})

/** One on each. */
async function accountsOn(gateway: RunningGateway): ReturnType<typeof listed> {
  for (const [index, { exchange, kind }] of kinds.entries())
    if (index > 0)
      await gateway.call('accounts.add', {
        name: `${exchange} ${kind ?? ''}`,
        exchange,
        brokerId: index + 10,
        userId: 1,
        environment: { kind: 'practice', url: null, accountKind: kind },
        redisPermission: 'trade',
        credentials: null,
        thisRunOnly: true,
        acceptWithdrawals: false,
      } as never)
  return listed(gateway)
}

const standing = (gateway: RunningGateway, accountId: string): Promise<readonly string[]> =>
  gateway
    .call('brackets.list', { accountId })
    .then((brackets) => brackets.map(({ state, legs, alarm }) => `${state} ${legs.length} ${alarm?.key ?? ''}`))

/**
 * Ids of everything open, once brackets have their exits where they want them: some are placed anew, for what was
 * received.
 */
async function openAtRest(gateway: RunningGateway, accountId: string, id: string): Promise<readonly string[]> {
  let before = ''
  return vi.waitFor(
    async () => {
      const open = (await gateway.call('orders.open', { accountId })).map((order) => order.id).toSorted()
      const [was, is] = [before, open.join()]
      before = is
      expect([open.includes(id), open.length > 1, is]).toEqual([true, true, was])
      return open
    },
    { timeout: 20_000, interval: 1_000 },
  )
}

describe('a gateway with its own practice exchanges that is killed', () => {
  test('finds every order and bracket again on each of them, and gives larger ids after', async () => {
    const folder = temporaryFolder()
    const before = await RunningGateway.start(folder, keeping)
    const placed = new Map<string, { readonly open: readonly string[]; readonly id: string }>()
    try {
      for (const account of await accountsOn(before)) {
        const id = await place(before, account, far('buy', '50000'))
        await place(before, account, entryWithExits)
        await vi.waitFor(async () => expect(await standing(before, account.id)).toEqual(['protected 2 ']), 20_000)
        placed.set(account.id, { id, open: [] })
      }
      for (const [accountId, { id }] of placed)
        placed.set(accountId, { id, open: await openAtRest(before, accountId, id) })
    } finally {
      await before.kill()
    }
    const after = await RunningGateway.start(folder)
    const accounts = await after.call('accounts.list', {})
    expect(accounts).toHaveLength(kinds.length)
    for (const account of accounts) {
      const was = placed.get(account.id)
      const open = await after.call('orders.open', { accountId: account.id })
      expect([account.name, open.map(({ id }) => id).toSorted()]).toEqual([account.name, was?.open])
      expect(await standing(after, account.id)).toEqual(['protected 2 '])
      const id = await place(after, account, far('buy', '50100'))
      expect(id > (was?.id ?? '')).toBe(true)
      expect(id).toHaveLength(was?.id.length ?? 0)
    }
    const status = await after.status()
    expect([status.notices, status.bracketAlarms, status.unknownOrders, status.ordersInNeed]).toEqual([[], 0, 0, 0])
  })

  test('whose practice state is damaged says so, and does not call an exit protection that is gone', async () => {
    const folder = temporaryFolder()
    const before = await RunningGateway.start(folder, keeping)
    const [account] = await before.call('accounts.list', {})
    if (account === undefined) throw new Error('no account')
    await place(before, account, entryWithExits)
    await vi.waitFor(async () => expect(await standing(before, account.id)).toEqual(['protected 2 ']), 20_000)
    await before.kill()
    const file = join(folder, 'practice', 'application.sqlite')
    rmSync(`${file}-wal`, { force: true })
    writeFileSync(file, 'this was a database once'.repeat(400))
    const after = await RunningGateway.start(folder)
    expect(await after.notices()).toEqual(['practice.state_damaged'])
    expect(readdirSync(join(folder, 'practice')).some((name) => name.includes('damaged'))).toBe(true)
    await vi.waitFor(async () => expect((await standing(after, account.id))[0]).not.toMatch(/^protected/), {
      timeout: 30_000,
      interval: 200,
    })
    expect(await after.buy()).toBe('accepted')
  })

  test('whose practice state is of a later version or held by another says so and serves no practice account', async () => {
    const folder = temporaryFolder()
    const before = await RunningGateway.start(folder, keeping)
    await before.stop()
    const file = join(folder, 'practice', 'application.sqlite')
    expect(existsSync(file)).toBe(true)
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    const after = await RunningGateway.start(folder)
    expect(await after.notices()).toEqual(['practice.not_started'])
    expect(await after.buy()).not.toBe('accepted')
  })
})
