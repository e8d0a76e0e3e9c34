import { describe, expect, test } from 'vitest'
import { parseRedisUrl, redisFromEnvironment, redisUrl } from '../../src-main/app/redis-address.ts'

describe('an address as --redis takes it', () => {
  test.each([
    ['redis://localhost', 'localhost', 6379],
    ['redis://db.example:6380', 'db.example', 6380],
    ['redis://127.0.0.1:1/0', '127.0.0.1', 1],
    ['redis://[::1]:6379/', '::1', 6379],
  ])('%s', (text, host, port) => {
    expect(parseRedisUrl(text)).toEqual({ host, port, given: true, forThisRun: true })
    expect(parseRedisUrl(redisUrl({ host, port }))).toEqual({ host, port, given: true, forThisRun: true })
  })

  test.each([
    '',
    'localhost',
    'localhost:6379',
    'redis://',
    'redis:///0',
    'http://x',
    'rediss://x',
    'redis://x:0',
    'redis://x:65536',
  ])('%j is none', (text) => {
    expect(() => parseRedisUrl(text)).toThrow()
  })

  test.each([
    'redis://x/1',
    'redis://x/00',
    'redis://u@x',
    'redis://:p@x',
    'redis://u:p@x/0',
    'redis://x?db=1',
    'redis://x#1',
  ])('%s asks for what Django’s client cannot do', (text) => {
    expect(() => parseRedisUrl(text)).toThrow(/Django|without parameters/)
  })
})

describe('an address from the environment', () => {
  test('is the default, which nobody named, when nothing is set', () => {
    for (const environment of [{}, { REDIS_HOST: '', REDIS_PORT: ' ' }])
      expect(redisFromEnvironment(environment)).toEqual({
        host: 'localhost',
        port: 6379,
        given: false,
        forThisRun: false,
      })
  })

  test('is named when either is set', () => {
    expect(redisFromEnvironment({ REDIS_HOST: 'db' })).toEqual({
      host: 'db',
      port: 6379,
      given: true,
      forThisRun: false,
    })
    expect(redisFromEnvironment({ REDIS_PORT: '7000' })).toEqual({
      host: 'localhost',
      port: 7000,
      given: true,
      forThisRun: false,
    })
  })

  test.each(['x', '0', '65536', '-1', '6379.5', '123456'])('REDIS_PORT=%s is refused', (port) => {
    expect(() => redisFromEnvironment({ REDIS_PORT: port })).toThrow('REDIS_PORT')
  })
})
