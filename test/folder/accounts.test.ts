import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { tryLock } from '../../src-main/infra/file-lock.ts'
import { runCli } from '../cli/spawn-cli.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { canLimitFiles, keeping, outOfSpace, RunningGateway } from './running.ts'

interface Square {
  readonly what: string
  readonly make: (path: string, whole: string) => void
}

const cannotBeRead: readonly Square[] = [
  { what: 'empty', make: (path) => writeFileSync(path, '') },
  { what: 'half', make: (path, whole) => writeFileSync(path, whole.slice(0, whole.length / 2)) },
  { what: 'of another shape', make: (path) => writeFileSync(path, '{"version":1,"accounts":[{"id":"x"}]}') },
  {
    what: 'with a field that nobody knows',
    make: (path, whole) => writeFileSync(path, whole.replace('"name"', '"limitz": 1, "name"')),
  },
  {
    what: 'with one broker id twice',
    make: (path, whole) => {
      const { accounts, ...rest } = JSON.parse(whole) as { readonly accounts: readonly object[] }
      const twice = accounts.flatMap((each) => [each, { ...each, id: 'other', name: 'Other' }])
      writeFileSync(path, JSON.stringify({ ...rest, accounts: twice }))
    },
  },
  {
    // A directory in its place cannot be read by root either.
    what: 'unreadable',
    make: (path) => {
      rmSync(path)
      mkdirSync(path)
    },
  },
]

let template: string

/** A folder in which a gateway has run and placed an order, made once. */
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'aristobot-folder-'))
  const gateway = await RunningGateway.start(template, keeping)
  expect(await gateway.buy()).toBe('accepted')
  await gateway.stop()
})

afterAll(() => rmSync(template, { recursive: true, force: true }))

function usedFolder(): { readonly folder: string; readonly path: string; readonly whole: string } {
  const folder = temporaryFolder()
  cpSync(template, folder, { recursive: true })
  const path = join(folder, 'accounts.json')
  return { folder, path, whole: readFileSync(path, 'utf8') }
}

const brokers = async (gateway: RunningGateway): Promise<readonly number[]> =>
  (await gateway.call('accounts.list', {})).map(({ brokerId }) => brokerId)

describe('accounts.json at the start', () => {
  test('in a folder that never held anything: a practice account', async () => {
    const gateway = await RunningGateway.start(temporaryFolder())
    expect(await brokers(gateway)).toEqual([1])
    expect(await gateway.notices()).toEqual([])
  })

  test('in a folder where only the kill switch was set: a practice account, halted', async () => {
    const folder = temporaryFolder()
    await runCli(['guard', 'halt', '--data', folder])
    const gateway = await RunningGateway.start(folder)
    expect(await brokers(gateway)).toEqual([1])
    expect(await gateway.buy()).toBe('guard.halted')
  })

  test('without any account in it: none is made up', async () => {
    const { folder, path } = usedFolder()
    writeFileSync(path, '{"version":1,"accounts":[]}')
    const gateway = await RunningGateway.start(folder)
    expect(await brokers(gateway)).toEqual([])
  })

  test.each(['journal.sqlite', 'exchange.sqlite', 'both', 'neither'])(
    'missing (and %s with it): nothing is served, and it is said unless nothing is left',
    async (also) => {
      const { folder, path } = usedFolder()
      rmSync(path)
      for (const name of ['journal.sqlite', 'exchange.sqlite'])
        if (also === name || also === 'both') rmSync(join(folder, name))
      const gateway = await RunningGateway.start(folder)
      // With all of it gone, nothing tells the folder from a new one.
      expect(await brokers(gateway)).toEqual(also === 'both' ? [1] : [])
      expect((await gateway.notices()).includes('account.registry_missing')).toBe(also !== 'both')
    },
  )

  test.each(cannotBeRead)('$what: no account is served, it is said, and the file is left alone', async ({ make }) => {
    const { folder, path, whole } = usedFolder()
    make(path, whole)
    const before = readdirSync(folder).filter((name) => name.startsWith('accounts'))
    const gateway = await RunningGateway.start(folder)
    expect(await brokers(gateway)).toEqual([])
    expect(await gateway.notices()).toEqual(['account.registry_unreadable'])
    const input = {
      name: 'New',
      exchange: 'binance',
      brokerId: 1,
      userId: 1,
      environment: { kind: 'practice', url: null, accountKind: null },
      redisPermission: 'trade',
      credentials: null,
      thisRunOnly: true,
      acceptWithdrawals: false,
    } as const
    await expect(gateway.call('accounts.add', input)).rejects.toThrow('account.registry_unreadable')
    expect(readdirSync(folder).filter((name) => name.startsWith('accounts'))).toEqual(before)
    const list = await runCli(['account', 'list', '--data', folder])
    expect(list).toMatchObject({ code: 1, stdout: '' })
    expect(list.stderr).toContain(path)
    // Mended while it runs, it is served.
    rmSync(path, { recursive: true })
    writeFileSync(path, whole)
    await vi.waitFor(async () => expect(await brokers(gateway)).toEqual([1]), { timeout: 15_000 })
    await vi.waitFor(async () => expect(await gateway.buy()).toBe('accepted'), { timeout: 15_000 })
    expect(await gateway.notices()).toEqual([])
  })

  test('with a byte order mark: it is read', async () => {
    const { folder, path, whole } = usedFolder()
    writeFileSync(path, `\uFEFF${whole}`)
    const gateway = await RunningGateway.start(folder)
    expect(await brokers(gateway)).toEqual([1])
    expect(await gateway.notices()).toEqual([])
  })

  test('newer: the gateway does not start, says why in a sentence, and touches nothing', async () => {
    const { folder, path, whole } = usedFolder()
    const newer = whole.replace('"version": 1', '"version": 2')
    writeFileSync(path, newer)
    await expect(RunningGateway.start(folder)).rejects.toThrow(/later version/)
    const list = await runCli(['account', 'list', '--data', folder])
    expect(list.stderr.trim().split('\n')).toHaveLength(1)
    expect(readFileSync(path, 'utf8')).toBe(newer)
  })
})

describe('accounts.json of a running gateway', () => {
  test('deleted: the accounts go on, it is said, and the next change writes them anew', async () => {
    const { folder, path } = usedFolder()
    const gateway = await RunningGateway.start(folder)
    rmSync(path)
    await vi.waitFor(async () => expect(await gateway.notices()).toEqual(['account.registry_gone']), {
      timeout: 15_000,
    })
    expect(await gateway.buy()).toBe('accepted')
    const [account] = await gateway.call('accounts.list', {})
    await gateway.call('accounts.setRedisPermission', {
      accountId: account?.id ?? '',
      redisPermission: 'read',
    })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ accounts: [{ redisPermission: 'read' }] })
    expect(await gateway.notices()).toEqual([])
  })

  test.each(cannotBeRead)('$what: the accounts go on, none can be changed, it is said', async ({ make }) => {
    const { folder, path, whole } = usedFolder()
    const gateway = await RunningGateway.start(folder)
    make(path, whole)
    await vi.waitFor(async () => expect(await gateway.notices()).toEqual(['account.registry_spoilt']), {
      timeout: 15_000,
    })
    expect(await gateway.buy()).toBe('accepted')
    const [account] = await gateway.call('accounts.list', {})
    const change = { accountId: account?.id ?? '', redisPermission: 'read' } as const
    await expect(gateway.call('accounts.setRedisPermission', change)).rejects.toThrow('registry_spoilt')
    expect(existsSync(path)).toBe(true)
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([])
  })

  test('saved in place by an editor: taken over, and no word of damage', async () => {
    const { folder, path, whole } = usedFolder()
    const gateway = await RunningGateway.start(folder)
    const edited = whole.replace('"redisPermission": "trade"', '"redisPermission": "read"')
    writeFileSync(path, '')
    writeFileSync(path, edited.slice(0, 30))
    writeFileSync(path, edited)
    const permissions = async (): Promise<readonly string[]> =>
      (await gateway.call('accounts.list', {})).map(({ redisPermission }) => redisPermission)
    await vi.waitFor(async () => expect(await permissions()).toEqual(['read']), { timeout: 15_000 })
    expect(await gateway.notices()).toEqual([])
    expect(readFileSync(path, 'utf8')).toBe(edited)
  })

  test('locked by another process: the change waits its turn, the rest goes on', async () => {
    const { folder } = usedFolder()
    const gateway = await RunningGateway.start(folder)
    const lock = tryLock(join(folder, 'accounts.lock'))
    const [account] = await gateway.call('accounts.list', {})
    const change = gateway.call('accounts.setRedisPermission', {
      accountId: account?.id ?? '',
      redisPermission: 'read',
    })
    expect(await gateway.buy()).toBe('accepted')
    lock?.release()
    expect((await change).redisPermission).toBe('read')
  })

  test.skipIf(!canLimitFiles)('disk full: a change is refused with a sentence, the file stays whole', async () => {
    const { folder, path, whole } = usedFolder()
    const gateway = await RunningGateway.start(folder)
    const [account] = await gateway.call('accounts.list', {})
    const change = { accountId: account?.id ?? '', redisPermission: 'read' } as const
    gateway.limitFiles(10)
    await expect(gateway.call('accounts.setRedisPermission', change)).rejects.toThrow(outOfSpace)
    expect(readFileSync(path, 'utf8')).toBe(whole)
    gateway.limitFiles(null)
    expect((await gateway.call('accounts.setRedisPermission', change)).redisPermission).toBe('read')
  })
})

test('eight accounts added at once by eight commands are all there', async () => {
  const folder = temporaryFolder()
  const gateway = await RunningGateway.start(folder)
  const added = await Promise.all(
    [2, 3, 4, 5, 6, 7, 8, 9].map((id) =>
      runCli([
        ...['account', 'add', '--data', folder, '--exchange', 'binance', '--practice'],
        ...['--name', `A${id}`, '--broker-id', String(id), '--user-id', '1'],
      ]),
    ),
  )
  expect(added.map(({ code, stderr }) => [code, stderr])).toEqual(added.map(() => [0, '']))
  const file = JSON.parse(readFileSync(join(folder, 'accounts.json'), 'utf8')) as { accounts: unknown[] }
  expect(file.accounts).toHaveLength(9)
  await vi.waitFor(async () => expect(await brokers(gateway)).toHaveLength(9), { timeout: 15_000 })
})
