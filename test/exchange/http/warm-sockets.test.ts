import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { silentLogger, Venue } from '../../../src-main/exchange/core/venue.ts'
import { systemTime } from '../../../src-main/exchange/http/server-clock.ts'
import { idleSocketMs, WarmSockets } from '../../../src-main/exchange/http/warm-sockets.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('two sockets are asked over at once, and again before either closes for want of use', () => {
  const ask = vi.fn(() => Promise.reject(new Error('out of reach')))
  const sockets = new WarmSockets(ask)
  sockets.start()
  sockets.start()
  expect(ask).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(idleSocketMs - 1)
  expect(ask).toHaveBeenCalledTimes(4)
  sockets.stop()
  vi.advanceTimersByTime(10 * idleSocketMs)
  expect(ask).toHaveBeenCalledTimes(4)
})

function venueAt(baseUrl: string, ask: () => Promise<number>): Venue {
  return new Venue({
    exchange: 'binance',
    baseUrl,
    transport: { send: () => Promise.resolve({ kind: 'not-sent', reason: 'a test' }) },
    limits: {},
    time: systemTime,
    logger: silentLogger,
    pause: () => Promise.resolve(),
    fetchServerTime: ask,
  })
}

test('an exchange that has told us to stop is not asked, nor is one on this machine', () => {
  const ask = vi.fn(() => Promise.resolve(0))
  const banned = venueAt('https://exchange.example', ask)
  banned.limiter.block(60_000)
  banned.keepWarm()
  const near = venueAt('http://127.0.0.1:1', ask)
  near.keepWarm()
  vi.advanceTimersByTime(2 * idleSocketMs)
  expect(ask).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(ask).toHaveBeenCalled()
  banned.close()
  near.close()
})
