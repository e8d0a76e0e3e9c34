import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { protocolVersion } from '../../src-main/redis/schema/document.ts'
import { actionSchemas } from '../../src-main/redis/schema/index.ts'
import { orderSchema, orderTypes } from '../../src-main/redis/schema/order.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { orderStatuses } from '../../src-shared/order.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/redis-protocol.md'), 'utf8')
const python = spawnSync('python3', ['--version']).status === 0 ? 'python3' : null

/** The code of the page's one block in a language. */
function example(language: string): string {
  const blocks = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))]
  expect(blocks).toHaveLength(1)
  return blocks[0]?.[1] ?? ''
}

describe('the page', () => {
  it('is about this version, and names every action, order type, status and field of an order', () => {
    expect(page).toContain(`Version ${protocolVersion}.`)
    const names = [
      ...Object.keys(actionSchemas),
      ...orderTypes,
      ...orderStatuses,
      ...Object.keys(orderSchema.shape).filter(
        (name) => !['cancel_reason', 'order_source', 'enter_point_source'].includes(name),
      ),
    ]
    for (const name of names) expect(page, name).toContain(`\`${name}\``)
  })
})

describe('its examples, against the practice exchange', () => {
  let folder: string
  let server: OwnRedisServer
  let gateway: Gateway
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aristobot-document-'))
    server = await startOwnRedis()
    gateway = await Gateway.start({
      dataFolder: folder,
      redis: { host: server.host, port: server.port, given: true },
      host: 'none',
      log: openLog(folder),
    })
  })
  afterAll(async () => {
    await gateway.close()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function runs(program: string, file: string, code: string): Promise<string> {
    const path = join(folder, file)
    writeFileSync(path, code)
    const env = { ...process.env, REDIS_HOST: server.host, REDIS_PORT: String(server.port) }
    const child = spawn(program, [path], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const [code_] = (await once(child, 'close')) as [number | null]
    expect(code_, errors).toBe(0)
    return said
  }

  function check(said: string): void {
    expect(said).toMatch(/^USDT: \d+/)
    const id = /^placed: (\d+) open$/m.exec(said)?.[1] ?? 'nothing'
    expect(said).toMatch(new RegExp(`^open: \\[ ?'${id}' ?\\]$`, 'm'))
    expect(said).toMatch(/^cancelled: cancelled$/m)
    expect(said).toMatch(/^refused: NOPE\/USDT n’est pas coté sur Binance\.$/m)
  }

  it('the one in TypeScript', async () => {
    check(await runs(process.execPath, 'client.ts', example('ts')))
  })

  it('the one in Python', async ({ skip }) => {
    if (python === null) {
      console.info('The Python example was not run: there is no python3 on this machine.')
      skip('there is no python3 on this machine')
    }
    check(await runs(python ?? '', 'client.py', example('python')))
  })
})
