import { tmpdir } from 'node:os'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../../src-main/browser/browser-host.ts'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import type { PanelEvent } from '../../src-shared/contract.ts'
import { FakePanel } from './fake-panel.ts'

let panel: FakePanel
let host: BrowserHost
let remote: RemotePanel

beforeEach(async () => {
  panel = new FakePanel()
  const log = { error: () => undefined }
  host = await startBrowserHost({ panel, rendererFolder: tmpdir(), port: 0, log })
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

test('an address that was used already is refused', async () => {
  await expect(RemotePanel.connect(host.url)).rejects.toThrow('each one works once')
})

test.each(['http://example.com/?token=x', 'https://127.0.0.1:1/', 'http://127.0.0.1.evil.example/'])(
  '%s is not a gateway on this machine',
  async (url) => {
    await expect(RemotePanel.connect(url)).rejects.toThrow('Only a gateway on this machine')
  },
)

test('a read that finds no gateway can be tried again, a write leaves the outcome open', async () => {
  await host.close()
  expect(await remote.call('balances.get', {})).toMatchObject({ ok: false, error: { class: 'retryable' } })
  expect(await remote.call('orders.place', {})).toMatchObject({
    ok: false,
    error: { class: 'unknown-outcome', text: { key: 'panel.write_unconfirmed' } },
  })
})
