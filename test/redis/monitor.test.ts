import { Redis } from 'ioredis'
import { expect, it, onTestFinished } from 'vitest'
import { parseClientList } from '../../src-main/redis/client-list.ts'
import { parseMonitorLine, type SeenCommand } from '../../src-main/redis/monitor-line.ts'
import { openMonitor } from '../../src-main/redis/monitor.ts'
import { startOwnRedis } from '../../src-main/redis/service/own-server.ts'
import { until } from '../support/until.ts'
import { startPlain } from './support/redis-variants.ts'

it('whatever a command holds is seen as it was sent, also beyond ASCII', async () => {
  const server = await startOwnRedis()
  onTestFinished(() => server.close())
  const connection = {
    options: { mode: 'single', server: { host: '127.0.0.1', port: server.port }, db: 0, username: null, tls: null },
    secrets: { password: null, sentinelPassword: null },
  } as const
  const seen: SeenCommand[] = []
  const monitor = await openMonitor(connection, (command) => seen.push(command))
  const client = new Redis({ port: server.port, host: '127.0.0.1', db: 2 })
  onTestFinished(() => {
    client.disconnect()
    monitor.close()
  })
  const words = ['a "quoted" "word"', String.raw`back\slash \x41 \n`, 'line\r\nbreak\ttab\x07\b', 'é – 中 🙂', '']
  await client.rpush('key', ...words)
  await until(() => seen.some((command) => command.words[0]?.toLowerCase() === 'rpush'))
  const push = seen.find((command) => command.words[0]?.toLowerCase() === 'rpush')
  expect(push).toMatchObject({ db: 2, words: ['rpush', 'key', ...words] })
  expect(push?.source).toMatch(/^127\.0\.0\.1:\d+$/)
  expect(Math.abs((push?.at ?? 0) - Date.now())).toBeLessThan(10_000)
})

it('it logs in as everything else does, and says the server’s words where it may not', async () => {
  await using server = await startPlain('--requirepass', 'right')
  const at = (password: string | null) =>
    openMonitor(
      {
        options: { mode: 'single', server: { host: '127.0.0.1', port: server.port }, db: 0, username: null, tls: null },
        secrets: { password, sentinelPassword: null },
      },
      () => undefined,
    )
  ;(await at('right')).close()
  await expect(at('wrong')).rejects.toThrow(/^WRONGPASS/)
  await expect(at(null)).rejects.toThrow(/^NOAUTH/)
})

it.each([
  ['1.5 [0 [::1]:6379] "PING"', '[::1]:6379'],
  ['1.5 [0 unix:/tmp/a socket] "PING"', 'unix:/tmp/a socket'],
  ['+1.5 [0 lua] "PING"', 'lua'],
])('%s comes from %s', (line, source) => {
  expect(parseMonitorLine(line)).toEqual({ at: 1_500, db: 0, source, words: ['PING'] })
})

it.each(['', 'OK', '1.5 [0 a] "open', '1.5 [0 a] bare', '1.5 [0 a] "a""b"'])('%j is no command', (line) => {
  expect(parseMonitorLine(line)).toBeNull()
})

it('a list of clients is read by its fields, whatever their order and number', () => {
  const line = 'id=3 addr=127.0.0.1:57084 fd=8 name= age=0 idle=4 flags=b db=2 cmd=BLPOP user=default'
  const later = 'id=4 addr=[::1]:1 laddr=x name=ours idle=0 flags=N db=0 cmd=client|list lib-name=redis-py(a=b)'
  expect(parseClientList(`${line}\n${later}\n`)).toEqual([
    { id: '3', address: '127.0.0.1:57084', name: '', db: 2, command: 'blpop', isBlocked: true, idleSeconds: 4 },
    { id: '4', address: '[::1]:1', name: 'ours', db: 0, command: 'client|list', isBlocked: false, idleSeconds: 0 },
  ])
})
