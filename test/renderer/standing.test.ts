import { describe, expect, test } from 'vitest'
import { standingOf } from '../../src-renderer/shell/standing.ts'

const redis = {
  state: 'connected',
  url: 'redis://127.0.0.1:6379/0',
  ownServer: false,
  others: [],
  oldTerminal: null,
} as const
const well = { connected: true, heard: true, redis, stream: 'live' } as const
const lost = { state: 'lost', url: redis.url, reason: 'refused', nextAttemptAt: 0 } as const
const standby = { ...redis, state: 'standby', holder: null } as const

describe('how everything stands, in one word', () => {
  test.each([
    ['all is well', well, 'live', 'good'],
    ['the exchange is asked', { ...well, stream: 'off' }, 'off', 'plain'],
    ['no account is selected', { ...well, stream: null }, 'off', 'plain'],
    ['Redis is not used', { ...well, redis: { state: 'off', url: '' } }, 'live', 'good'],
    ['Redis is lost', { ...well, redis: lost }, 'redisLost', 'warn'],
    ['another gateway takes the requests', { ...well, redis: standby }, 'redisStandby', 'warn'],
    ['the stream is down while standing by', { ...well, redis: standby, stream: 'down' }, 'down', 'warn'],
    ['the key is refused', { ...well, stream: 'refused' }, 'refused', 'bad'],
    ['the gateway is silent, whatever it said before', { ...well, redis: lost, heard: false }, 'gatewaySilent', 'bad'],
    ['the gateway is lost', { ...well, connected: false, heard: false }, 'gatewayLost', 'bad'],
  ] as const)('%s', (_name, known, word, tone) => {
    expect(standingOf(known)).toEqual({ word, tone })
  })
})
