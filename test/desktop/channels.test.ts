import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, test } from 'vitest'
import { registerCalls } from '../../src-main/desktop/ipc.ts'
import { callChannel, exposedCallNames } from '../../src-shared/call-names.ts'
import { callNames, type CallName, type CallResult } from '../../src-shared/contract.ts'
import { FakePanel } from '../browser/fake-panel.ts'

type Handler = (event: IpcMainInvokeEvent, ...parts: unknown[]) => Promise<CallResult<CallName>>

/** Electron's ipcMain as far as registration goes. */
function register(panel: FakePanel, isTrusted = true): ReadonlyMap<string, Handler> {
  const handlers = new Map<string, Handler>()
  const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }
  registerCalls(ipcMain, panel, () => isTrusted)
  return handlers
}

const event = {} as IpcMainInvokeEvent

describe('the set of channels', () => {
  test('exposed to the page is the contract’s', () => {
    expect([...exposedCallNames].sort()).toEqual([...callNames].sort())
  })

  test('registered is the contract’s', () => {
    expect([...register(new FakePanel()).keys()].sort()).toEqual(callNames.map(callChannel).sort())
  })
})

describe('a message', () => {
  test('reaches the panel under its own name', async () => {
    const panel = new FakePanel()
    await register(panel).get(callChannel('orders.cancel'))?.(event, { orderId: '1' })
    expect(panel.asked).toEqual([{ name: 'orders.cancel', input: { orderId: '1' } }])
  })

  test('from a page that is not trusted is refused unseen', async () => {
    const panel = new FakePanel()
    const handlers = register(panel, false)
    for (const handler of handlers.values())
      expect(await handler(event, {})).toMatchObject({
        ok: false,
        error: { text: { key: 'error.not_trusted' } },
      })
    expect(panel.asked).toEqual([])
  })

  test('with anything in it is answered, never thrown at', async () => {
    const panel = new FakePanel()
    const handlers = [...register(panel).values()]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...handlers),
        fc.array(fc.anything(), { maxLength: 3 }),
        async (handler, parts) => {
          const before = panel.asked.length
          const result = await handler(event, ...parts)
          expect(result.ok).toBe(parts.length === 1)
          expect(panel.asked.length - before).toBe(parts.length === 1 ? 1 : 0)
        },
      ),
    )
  })

  test('on which the panel breaks is still answered', async () => {
    const panel = new FakePanel()
    panel.call = () => Promise.reject(new Error('broken'))
    const answer = await register(panel).get(callChannel('app.info'))?.(event, {})
    expect(answer).toMatchObject({ ok: false, error: { class: 'bug', text: { key: 'error.internal' } } })
    expect(JSON.stringify(answer)).not.toContain('broken')
  })
})

test('the built preload is one file that requires nothing but electron', () => {
  const preload = readFileSync(new URL('../../out/preload/index.cjs', import.meta.url), 'utf8')
  const required = [...preload.matchAll(/require\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name)
  expect(new Set(required)).toEqual(new Set(['electron']))
  expect(preload).not.toMatch(/\bimport\s*\(/)
  for (const name of callNames) expect(preload).toContain(name)
})
