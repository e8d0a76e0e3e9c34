import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findRedisServer, freePort, probeRedis, startOwnRedis } from '../../../src-main/redis/service/own-server.ts'
import { until } from '../../support/until.ts'

it('finds redis-server, or says that there is none', () => {
  expect(findRedisServer()).toMatch(/redis-server$/)
})

it('serves on loopback until it is closed', async () => {
  const port = await freePort()
  expect(await probeRedis('127.0.0.1', port, 1_000)).toBe(false)
  const server = await startOwnRedis({ port })
  expect(server.port).toBe(port)
  expect(await probeRedis('127.0.0.1', port, 1_000)).toBe(true)
  await server.close()
  expect(await probeRedis('127.0.0.1', port, 1_000)).toBe(false)
  expect(existsSync(`/proc/${server.pid}`)).toBe(false)
})

it('does not take another server at its port for its own', async () => {
  const first = await startOwnRedis()
  await expect(startOwnRedis({ port: first.port })).rejects.toThrow(/redis-server did not start: .*in use/i)
  await first.close()
})

it('says so when the program cannot be run', async () => {
  await expect(startOwnRedis({ executable: '/nowhere/redis-server' })).rejects.toThrow(/not found/)
})

it('dies with the process that started it, even when that is killed', async () => {
  const file = join(import.meta.dirname, '../../../src-main/redis/service/own-server.ts')
  const script = `import { startOwnRedis } from ${JSON.stringify(file)}
    const server = await startOwnRedis()
    process.stdout.write(JSON.stringify({ pid: server.pid, port: server.port }))
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
  const { pid, port } = JSON.parse(chunk.toString()) as { pid: number; port: number }
  expect(await probeRedis('127.0.0.1', port, 1_000)).toBe(true)
  const folder = readlinkSync(`/proc/${pid}/cwd`)
  expect(folder).toContain('aristobot-redis-')
  parent.kill('SIGKILL')
  await until(() => !existsSync(`/proc/${pid}`) && !existsSync(folder))
  expect(await probeRedis('127.0.0.1', port, 1_000)).toBe(false)
})
