import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunningCli, runCli } from './spawn-cli.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'aristobot-practice-command-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Seen {
  readonly command: RunningCli
  control(method: string, path: string, body?: object): Promise<Record<string, unknown>>
}

async function start(...words: readonly string[]): Promise<Seen> {
  const command = new RunningCli(['practice', '--state', folder, ...words])
  const { controlUrl } = JSON.parse(await command.line(/./)) as { controlUrl: string }
  return {
    command,
    control: async (method, path, body) => {
      const init = {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      }
      return (await (await fetch(`${controlUrl}${path}`, init)).json()) as Record<string, unknown>
    },
  }
}

const numbersOf = ({ orders }: Record<string, unknown>): readonly number[] =>
  (orders as { binance: readonly { number: number }[] }).binance.map(({ number }) => number)

test('`practice` killed in the middle has everything again, one process at a time, and --fresh begins anew with larger numbers', async () => {
  const account = { apiKey: 'kept', secret: 'a secret' }
  const history = { apiKey: 'kept', symbol: 'BTC/USDT', count: 4 }
  const first = await start()
  let before: readonly number[]
  try {
    await first.control('POST', '/accounts', account)
    await first.control('POST', '/history', history)
    before = numbersOf(await first.control('GET', '/orders'))
    expect(before).toHaveLength(4)
    const { code, stderr } = await runCli(['practice', '--state', folder])
    expect([code, stderr]).toEqual([1, expect.stringContaining('Another process keeps its practice exchanges in')])
  } finally {
    await first.command.end('SIGKILL')
  }
  const second = await start()
  try {
    expect(numbersOf(await second.control('GET', '/orders'))).toEqual(before)
    // Its key is known, too.
    await second.control('POST', '/history', history)
    const after = numbersOf(await second.control('GET', '/orders'))
    expect(Math.min(...after.slice(4))).toBeGreaterThan(Math.max(...before))
    before = after
  } finally {
    expect(await second.command.end()).toBe(0)
  }
  const third = await start('--fresh')
  try {
    expect(numbersOf(await third.control('GET', '/orders'))).toEqual([])
    await third.control('POST', '/accounts', account)
    await third.control('POST', '/history', history)
    expect(Math.min(...numbersOf(await third.control('GET', '/orders')))).toBeGreaterThan(Math.max(...before))
  } finally {
    await third.command.end()
  }
})
