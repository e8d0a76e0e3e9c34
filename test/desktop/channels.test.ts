import { readFileSync } from 'node:fs'
import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registerCalls, registerWatches } from '../../src-main/desktop/ipc.ts'
import { callNames, type CallName, type CallResult } from '../../src-shared/contract.ts'
import { callChannel, watchChannel } from '../../src-shared/ipc-channels.ts'
import { FakePanel } from '../browser/fake-panel.ts'

type Handler = (event: IpcMainInvokeEvent, ...parts: unknown[]) => Promise<CallResult<CallName>>

/** What is registered with Electron's ipcMain: the handler of one channel. */
function register(panel: FakePanel, isTrusted = true): Handler {
  const handlers = new Map<string, Handler>()
  const ipcMain = { handle: (channel: string, handler: Handler) => void handlers.set(channel, handler) }
  registerCalls(ipcMain, panel, () => isTrusted)
  const handler = handlers.get(callChannel)
  expect(handlers.size).toBe(1)
  if (handler === undefined) throw new Error('no handler')
  return handler
}

const event = {} as IpcMainInvokeEvent

describe('a message', () => {
  test.each(callNames)('reaches the panel under its name: %s', async (name) => {
    const panel = new FakePanel()
    await register(panel)(event, name, { orderId: '1' })
    expect(panel.asked).toEqual([{ name, input: { orderId: '1' } }])
  })

  test.each([['orders'], ['__proto__'], [''], ['toString'], [7], [undefined], [['app.info']]])(
    'under a name of no call is refused unseen: %j',
    async (name) => {
      const panel = new FakePanel()
      expect(await register(panel)(event, name, {})).toMatchObject({
        ok: false,
        error: { class: 'refused', text: { key: 'error.unknown_channel' } },
      })
      expect(panel.asked).toEqual([])
    },
  )

  test('from a page that is not trusted is refused unseen', async () => {
    const panel = new FakePanel()
    const handler = register(panel, false)
    for (const name of callNames)
      expect(await handler(event, name, {})).toMatchObject({
        ok: false,
        error: { text: { key: 'error.not_trusted' } },
      })
    expect(panel.asked).toEqual([])
  })

  test('with anything in it is answered, never thrown at', async () => {
    const panel = new FakePanel()
    const handler = register(panel)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...callNames),
        fc.array(fc.anything(), { maxLength: 3 }),
        async (name, parts) => {
          const before = panel.asked.length
          const result = await handler(event, name, ...parts)
          expect(result.ok).toBe(parts.length === 1)
          expect(panel.asked.length - before).toBe(parts.length === 1 ? 1 : 0)
        },
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.anything(), { maxLength: 3 }), async (parts) => {
        expect(typeof (await handler(event, ...parts)).ok).toBe('boolean')
      }),
    )
  })

  test('on which the panel breaks is still answered', async () => {
    const panel = new FakePanel()
    panel.call = () => Promise.reject(new Error('broken'))
    const answer = await register(panel)(event, 'app.info', {})
    expect(answer).toMatchObject({ ok: false, error: { class: 'bug', text: { key: 'error.internal' } } })
    expect(JSON.stringify(answer)).not.toContain('broken')
  })
})

test('the built preload is one file that requires nothing but electron', () => {
  const preload = readFileSync(new URL('../../out/preload/index.cjs', import.meta.url), 'utf8')
  const required = [...preload.matchAll(/require\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name)
  expect(new Set(required)).toEqual(new Set(['electron']))
  expect(preload).not.toMatch(/\bimport\s*\(/)
  expect(preload).toContain(callChannel)
})

describe('a watch', () => {
  type Heard = (event: IpcMainEvent, message: unknown) => void
  function watchChannelOf(
    panel: FakePanel,
    isTrusted: boolean,
  ): { readonly hear: Heard; readonly said: unknown[]; readonly end: () => void } {
    const handlers = new Map<string, Heard>()
    const ipcMain = { on: (channel: string, handler: Heard) => handlers.set(channel, handler) } as unknown as Pick<
      IpcMain,
      'on'
    >
    const said: unknown[] = []
    const end = registerWatches(ipcMain, panel, { isTrusted: () => isTrusted, tell: (answered) => said.push(answered) })
    const hear = handlers.get(watchChannel)
    if (hear === undefined) throw new Error('no handler')
    return { hear, said, end }
  }
  const asked = { watch: 1, name: 'market.ticker', input: { accountId: 'a', symbol: 'A/B' } }
  const from = {} as IpcMainEvent

  test('of a trusted page is begun, told, and ended with its page', () => {
    const panel = new FakePanel()
    const { hear, said, end } = watchChannelOf(panel, true)
    hear(from, asked)
    for (const { tell } of panel.watches) tell({ kind: 'state', state: { kind: 'live' } })
    expect(said).toEqual([{ watch: 1, told: { kind: 'state', state: { kind: 'live' } } }])
    end()
    expect(panel.watches.size).toBe(0)
  })

  test('of any other page, and anything that is none, is passed over', () => {
    const panel = new FakePanel()
    watchChannelOf(panel, false).hear(from, asked)
    const { hear } = watchChannelOf(panel, true)
    fc.assert(
      fc.property(fc.anything(), (message) => {
        hear(from, message)
      }),
    )
    expect(panel.watches.size).toBe(0)
  })
})
