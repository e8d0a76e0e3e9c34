import { randomUUID } from 'node:crypto'
import { startPracticeExchanges } from '@aristobot/practice'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { accountCommand } from '../../src-main/cli/account-command.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { addAccount, smallPurchase, windowOn } from './from-the-window.ts'

it('a person’s choice sends orders over a socket, says so, holds over a restart, and may come from a terminal', async () => {
  const folder = temporaryFolder()
  const practice = await startPracticeExchanges({ seed: 'route' })
  onTestFinished(() => practice.close())
  const credentials = { apiKey: 'k'.repeat(64), secret: 's'.repeat(64), passphrase: null }
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
  const call = windowOn(() => (running ?? gateway).panel)
  const accountId = await addAccount(call, practice, credentials)
  const buy = async (): Promise<void> => {
    const order = { accountId, formId: randomUUID(), request: smallPurchase }
    expect(await call('orders.place', order)).toMatchObject({ outcome: 'accepted' })
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

  // Another process has the same file, and the gateway watches it.
  const said: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  onTestFinished(() => out.mockRestore())
  const command = (route: string): Promise<unknown> =>
    accountCommand().parseAsync(['orders-over', 'Mine', route, '--data', folder], { from: 'user' })
  await command('websocket')
  await expect.poll(route).toBe('live')
  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 2', 'WS order.place 3'])
  await command('rest')
  await expect.poll(route).toBe('off')
  await buy()
  expect(await ways()).toEqual(['POST /api/v3/order 3', 'WS order.place 3'])
  expect(said.join('')).toMatch(/^Orders of Mine go over WebSocket /)
})
