import { describe, expect, test } from 'vitest'
import { draftOf, formOf, hasNewSecret, type RedisDraft, serversOf } from '../../src-renderer/gateway/redis-draft.ts'
import { type RedisOptions, redisFormSchema } from '../../src-shared/redis-options.ts'

const tls = {
  caFile: '/etc/redis/ca.crt',
  certFile: null,
  keyFile: null,
  serverName: 'redis.example',
  verify: true,
}
const saved: readonly (RedisOptions | null)[] = [
  null,
  { mode: 'single', server: { host: 'db', port: 6380 }, db: 3, username: 'gateway', tls },
  {
    mode: 'sentinel',
    sentinels: [
      { host: '10.0.0.1', port: 26379 },
      { host: '::1', port: 26380 },
    ],
    master: 'trading',
    sentinelUsername: 'watcher',
    sentinelTls: true,
    db: 0,
    username: null,
    tls,
  },
  { mode: 'cluster', nodes: [{ host: 'n1', port: 7000 }], username: null, tls: null },
]
const draft = (change: Partial<RedisDraft>): RedisDraft => ({ ...draftOf({ options: null }), ...change })
const wrongIn = (change: Partial<RedisDraft>): readonly string[] => {
  const checked = formOf(draft(change))
  return 'wrong' in checked ? [...checked.wrong] : []
}

describe('the form of the connection to Redis', () => {
  test.each(saved)('opens on what was saved and says the same again: %j', (options) => {
    const checked = formOf(draftOf({ options }))
    const form = 'form' in checked ? checked.form : null
    expect(form?.options).toEqual(options)
    expect(redisFormSchema.parse(form)).toEqual(form)
  })

  test('a password is kept, forgotten or set; one that the kind of connection lacks is none', () => {
    const secrets = (change: Partial<RedisDraft>): unknown => {
      const checked = formOf(draft(change))
      return 'form' in checked ? [checked.form.password, checked.form.sentinelPassword] : null
    }
    const sentinel = { mode: 'sentinel', servers: 'a:1', master: 'm' } as const
    expect(secrets({ mode: 'plain', password: 'x' })).toEqual([{ kind: 'none' }, { kind: 'none' }])
    expect(secrets({ mode: 'single' })).toEqual([{ kind: 'keep' }, { kind: 'none' }])
    expect(secrets({ mode: 'single', forgetPassword: true })).toEqual([{ kind: 'none' }, { kind: 'none' }])
    expect(secrets({ ...sentinel, password: ' x ', sentinelPassword: 'y' })).toEqual([
      { kind: 'set', text: ' x ' },
      { kind: 'set', text: 'y' },
    ])
    expect(hasNewSecret(draft({ mode: 'plain', password: 'x' }))).toBe(false)
    expect(hasNewSecret(draft({ mode: 'single', sentinelPassword: 'x' }))).toBe(false)
    expect(hasNewSecret(draft({ ...sentinel, sentinelPassword: 'x' }))).toBe(true)
  })

  test('names the inputs that are not right', () => {
    expect(wrongIn({ mode: 'plain', host: '' })).toEqual([])
    expect(wrongIn({ mode: 'single', host: 'a b', port: '0', db: '-1' })).toEqual(['host', 'port', 'db'])
    expect(wrongIn({ mode: 'single', host: 'redis://a' })).toEqual(['host'])
    expect(wrongIn({ mode: 'sentinel', servers: 'a', master: ' ' })).toEqual(['servers', 'master'])
    expect(wrongIn({ mode: 'cluster', servers: '', db: 'x' })).toEqual(['servers'])
    expect(wrongIn({ mode: 'single', tls: true, certFile: 'c' })).toEqual(['keyFile'])
    expect(wrongIn({ mode: 'single', tls: false, certFile: 'c' })).toEqual([])
  })

  test('servers stand one a line or after commas', () => {
    expect(serversOf(' a:1,\n[::1]:2 ')).toEqual([
      { host: 'a', port: 1 },
      { host: '::1', port: 2 },
    ])
    for (const text of ['', 'a', 'a:0', 'a:65536', '::1:2', 'a:1 b']) expect(serversOf(text), text).toBeNull()
  })
})
