import { connect } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { openLog } from '../../../src-main/infra/log.ts'
import { freePort } from '../../../src-main/redis/service/own-server.ts'
import { RedisHost } from '../../../src-main/redis/service/redis-host.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hosts: RedisHost[] = []
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop()
})

async function startHost(given = false): Promise<{ readonly host: RedisHost; readonly port: number }> {
  const port = await freePort()
  const host = new RedisHost({ host: '127.0.0.1', port, given }, openLog(temporaryFolder()))
  hosts.push(host)
  await host.ensure()
  return { host, port }
}

/** The process id of the Redis that answers at a port; null: none does. */
function serverAt(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('connect', () => socket.write('INFO server\r\n'))
    socket.once('data', (chunk: Buffer) => {
      socket.destroy()
      resolve(Number(/process_id:(\d+)/.exec(chunk.toString())?.[1]))
    })
    socket.once('error', () => resolve(null))
  })
}

test('starts a server where none answers, for as long as it is wanted', async () => {
  const { host, port } = await startHost()
  expect(host.own).toBe(true)
  expect(await serverAt(port)).toEqual(expect.any(Number))
  await host.stop()
  expect(host.own).toBe(false)
  expect(await serverAt(port)).toBeNull()
})

test('starts nothing at an address that somebody named, nor where a server answers already', async () => {
  const { host, port } = await startHost(true)
  expect(host.own).toBe(false)
  expect(await serverAt(port)).toBeNull()

  const first = await startHost()
  const second = new RedisHost({ host: '127.0.0.1', port: first.port, given: false }, openLog(temporaryFolder()))
  hosts.push(second)
  await second.ensure()
  expect(second.own).toBe(false)
})

test('starts its server again when that dies', async () => {
  const { host, port } = await startHost()
  const first = await serverAt(port)
  process.kill(first ?? 0, 'SIGKILL')
  await vi.waitFor(
    async () => {
      const now = await serverAt(port)
      expect(now).toEqual(expect.any(Number))
      expect(now).not.toBe(first)
      expect(host.own).toBe(true)
    },
    { timeout: 15_000 },
  )
})
