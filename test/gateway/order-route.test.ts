import { randomUUID } from 'node:crypto'
import { startPracticeExchanges } from '@aristobot/practice'
import { expect, it, onTestFinished } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { callFromOutside } from '../../src-main/panel/call-from-outside.ts'
import type { CallName } from '../../src-shared/contract.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

it('the panel’s choice sends orders over a socket, says so, and holds over a restart', async () => {
  const folder = temporaryFolder()
  const practice = await startPracticeExchanges({ seed: 'route' })
  onTestFinished(() => practice.close())
  const credentials = { apiKey: 'k'.repeat(64), secret: 's'.repeat(64), passphrase: null }
  practice.openAccount('binance', { apiKey: credentials.apiKey, secret: credentials.secret })
  const start = (): Promise<Gateway> =>
    Gateway.start({
      dataFolder: folder,
      // Nobody is there: orders need no Redis.
      redis: { host: '127.0.0.1', port: 1, given: true },
      host: 'browser',
      log: openLog(folder),
    })
  const gateway = await start()
  let running: Gateway | null = gateway
  onTestFinished(async () => running?.close())
  const call = async (name: CallName, input: unknown): Promise<unknown> => {
    const result = await callFromOutside((running ?? gateway).panel, name, input)
    if (result.ok) return result.value
    throw new Error(JSON.stringify(result.error))
  }
  const added = await call('accounts.add', {
    name: 'Socket',
    exchange: 'binance',
    brokerId: 77,
    userId: 7,
    environment: { kind: 'practice', url: practice.baseUrls.binance, accountKind: null },
    redisPermission: 'nothing',
    credentials,
    thisRunOnly: true,
    acceptWithdrawals: false,
  })
  const { id: accountId } = added as { readonly id: string }
  const buy = async (): Promise<void> => {
    const request = {
      kind: 'market',
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: { unit: 'quote', value: '60' },
      exits: null,
    }
    expect(await call('orders.place', { accountId, formId: randomUUID(), request })).toMatchObject({
      outcome: 'accepted',
    })
  }
  const ways = async (): Promise<readonly string[]> => {
    const statistics = (await (await fetch(`${practice.controlUrl}/statistics`)).json()) as {
      readonly requests: readonly { readonly endpoint: string; readonly seen: number }[]
    }
    return statistics.requests
      .filter(({ endpoint }) => / (?:POST \/api\/v3\/order|WS order\.place)$/.test(endpoint))
      .map(({ endpoint, seen }) => `${endpoint.slice(8)} ${seen}`)
      .toSorted()
  }
  const route = async (): Promise<string> =>
    ((await call('streams.status', { accountId })) as { readonly orders: string }).orders

  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 1'])
  expect(await route()).toBe('off')
  await call('accounts.setOrderRoute', { accountId, route: 'websocket' })
  await expect.poll(route).toBe('live')
  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 1', 'WS order.place 1'])

  await gateway.close()
  running = null
  running = await start()
  await call('accounts.setCredentials', {
    accountId,
    credentials,
    thisRunOnly: true,
    acceptWithdrawals: false,
    despiteOpenWork: false,
  })
  expect(await call('accounts.list', {})).toContainEqual(
    expect.objectContaining({ id: accountId, orderRoute: 'websocket' }),
  )
  await expect.poll(route).toBe('live')
  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 1', 'WS order.place 2'])
  await call('accounts.setOrderRoute', { accountId, route: 'rest' })
  expect(await route()).toBe('off')
  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 2', 'WS order.place 2'])
})
