import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endUnreadable } from '../../src-main/browser/answer.ts'
import { type BrowserHost, startBrowserHost } from '../../src-main/browser/browser-host.ts'
import { builtFiles } from '../../src-main/browser/panel-files.ts'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import { callFromOutside } from '../../src-main/panel/call-from-outside.ts'
import type { PanelEvent } from '../../src-shared/contract.ts'
import { pageSecret } from '../../src-shared/panel-page.ts'
import { until } from '../support/until.ts'
import { FakePanel } from './fake-panel.ts'

let panel: FakePanel
let host: BrowserHost
let remote: RemotePanel

beforeEach(async () => {
  panel = new FakePanel()
  const log = { error: () => undefined }
  host = await startBrowserHost({ panel, files: builtFiles(tmpdir()), port: 0, log })
  remote = await RemotePanel.connect(host.url)
})

afterEach(async () => {
  await remote.close()
  await host.close()
})

test('calls go through and answers come back', async () => {
  expect(await remote.call('balances.get', { accountId: 'a' })).toEqual({
    ok: true,
    value: { name: 'balances.get', input: { accountId: 'a' } },
  })
})

test('events arrive', async () => {
  const event = new Promise<PanelEvent>((resolve) => void remote.subscribe(resolve))
  // The socket may not stand yet: tell until it does.
  const timer = setInterval(() => panel.tell({ type: 'accounts-changed' }), 20)
  expect(await event).toEqual({ type: 'accounts-changed' })
  clearInterval(timer)
})

describe('a watch', () => {
  const ofBtc = { accountId: 'a', symbol: 'BTC/USDT' }
  const told: unknown[] = []
  beforeEach(() => {
    told.length = 0
  })

  test('is begun at the gateway, tells, and is ended there', async () => {
    const stop = remote.watch('market.ticker', ofBtc, (each) => told.push(each))
    await until(() => panel.watches.size === 1)
    for (const { name, input, tell } of panel.watches) {
      expect({ name, input }).toEqual({ name: 'market.ticker', input: ofBtc })
      tell({ kind: 'state', state: { kind: 'live' } })
    }
    await until(() => told.length > 0)
    expect(told).toEqual([{ kind: 'state', state: { kind: 'live' } }])
    stop()
    await until(() => panel.watches.size === 0)
  })

  test('says that it is stale when the line is lost', async () => {
    remote.watch('market.ticker', ofBtc, (each) => told.push(each))
    await until(() => panel.watches.size === 1)
    await host.close()
    await until(() => told.length > 0)
    expect(told).toEqual([{ kind: 'state', state: { kind: 'stale', why: 'the line to the gateway is lost' } }])
    expect(panel.watches.size).toBe(0)
  })
})

test('an address that was used already is refused', async () => {
  await expect(RemotePanel.connect(host.url)).rejects.toThrow('each one works once')
})

test.each(['http://example.com/?token=x', 'https://127.0.0.1:1/', 'http://127.0.0.1.evil.example/'])(
  '%s is not a gateway on this machine',
  async (url) => {
    await expect(RemotePanel.connect(url)).rejects.toThrow('Only a gateway on this machine')
  },
)

describe('a gateway that is not found', () => {
  beforeEach(() => host.close())

  test.each(['balances.get', 'orders.preview', 'orders.outcome', 'gateway.status'])(
    'can be asked %s again',
    async (name) => {
      expect(await callFromOutside(remote, name, {})).toMatchObject({
        ok: false,
        error: { class: 'retryable' },
      })
    },
  )

  test.each([
    'orders.place',
    'orders.cancel',
    'orders.cancelAll',
    'orders.edit',
    'orders.settle',
    'brackets.move',
    'brackets.release',
    'approvals.decide',
    'guard.set',
    'accounts.setLimits',
  ])('leaves open what became of %s', async (name) => {
    expect(await callFromOutside(remote, name, {})).toMatchObject({
      ok: false,
      error: { class: 'unknown-outcome', text: { key: 'panel.write_unconfirmed' } },
    })
  })
})

test('a connection is used for one call only, so that none is closed under the next', async () => {
  const ports = new Set<number>()
  const answers = await Promise.all(['a', 'b'].map((accountId) => remote.call('balances.get', { accountId })))
  expect(answers.every(({ ok }) => ok)).toBe(true)
  const server = createServer((request, response) => {
    ports.add(request.socket.remotePort ?? 0)
    response
      .writeHead(303, { 'set-cookie': 'a=b', location: `/${pageSecret.fragment('A'.repeat(43))}` })
      .end('{"ok":true,"value":null}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const other = await RemotePanel.connect(`http://127.0.0.1:${port}/?token=x`)
  await other.call('balances.get', { accountId: 'a' })
  await other.call('balances.get', { accountId: 'a' })
  expect(ports.size).toBe(3)
  await other.close()
  server.close()
})

test.each([
  ['silent for too long', 'ERR_HTTP_REQUEST_TIMEOUT', ''],
  ['that talks something else', 'HPE_INVALID_METHOD', 'HTTP/1.1 400 Bad Request'],
])('a connection %s is told %s: %j', (_name, code, said) => {
  const socket = new PassThrough()
  endUnreadable(Object.assign(new Error('unreadable'), { code }), socket)
  expect(socket.destroyed).toBe(said === '')
  expect(String(socket.read() ?? '').split('\r\n')[0]).toBe(said)
})
