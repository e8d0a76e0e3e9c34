import { describe, expect, it } from 'vitest'
import { ServerClock } from '../../../src-main/exchange/http/server-clock.ts'

/** A machine whose two clocks and whose network the test moves. */
class Machine {
  wall = 1_000_000
  mono = 0
  serverAhead = 5_000
  measured = 0
  /** Time to the server and back again, ms. */
  trip: readonly [number, number] = [20, 20]
  fails = false

  readonly clock = new ServerClock({
    time: { now: () => this.wall, monotonic: () => this.mono },
    fetchServerTime: (onSend) => {
      this.pass(500)
      onSend()
      this.measured += 1
      if (this.fails) return Promise.reject(new Error('unreachable'))
      const [there, back] = this.trip
      this.pass(there)
      const serverTime = this.wall + this.serverAhead
      this.pass(back)
      return Promise.resolve(serverTime)
    },
    samples: 3,
    resyncAfterMs: 60_000,
  })

  pass(ms: number): void {
    this.wall += ms
    this.mono += ms
  }
}

describe('ServerClock', () => {
  it('estimates the offset within half the round trip, leaning late, and ignores the wait before sending', async () => {
    const machine = new Machine()
    await machine.clock.ensure()
    expect(machine.clock.sample).toEqual({ offsetMs: 5_000, roundTripMs: 40 })
    expect(machine.clock.serverNow()).toBe(machine.wall + 5_000 - 20)
  })

  it('never runs ahead of the server, however lopsided the way', async () => {
    for (const trip of [
      [0, 400],
      [400, 0],
      [1, 90],
      [250, 10],
    ] as const) {
      const machine = new Machine()
      machine.trip = trip
      await machine.clock.sync()
      expect(machine.clock.serverNow()).toBeLessThanOrEqual(machine.wall + machine.serverAhead)
    }
  })

  it('takes the sample with the shortest round trip', async () => {
    const machine = new Machine()
    const trips: (readonly [number, number])[] = [
      [300, 10],
      [10, 10],
      [10, 500],
    ]
    const clock = new ServerClock({
      time: { now: () => machine.wall, monotonic: () => machine.mono },
      fetchServerTime: () => {
        const [there, back] = trips.shift() ?? [0, 0]
        machine.pass(there)
        const serverTime = machine.wall
        machine.pass(back)
        return Promise.resolve(serverTime)
      },
    })
    await clock.sync()
    expect(clock.sample).toEqual({ offsetMs: 0, roundTripMs: 20 })
  })

  it('goes on by the monotonic clock when somebody sets the wall clock', async () => {
    const machine = new Machine()
    await machine.clock.sync()
    const before = machine.clock.serverNow()
    machine.wall += 3_600_000
    expect(machine.clock.serverNow()).toBe(before)
  })

  it('measures again after a jump of the wall clock or a sleep, before anything is signed', async () => {
    const machine = new Machine()
    await machine.clock.ensure()
    await machine.clock.ensure()
    expect(machine.measured).toBe(3)
    // A sleep: the wall clock went on, the monotonic one did not, and the server did.
    machine.wall += 600_000
    await machine.clock.ensure()
    expect(machine.measured).toBe(6)
    expect(machine.clock.serverNow()).toBe(machine.wall + 5_000 - 20)
  })

  it('measures again in the background when the last measurement is old', async () => {
    const machine = new Machine()
    await machine.clock.ensure()
    machine.pass(61_000)
    await machine.clock.ensure()
    await machine.clock.sync()
    expect(machine.measured).toBe(6)
  })

  it('shares one measurement among callers, and keeps the old one when a new one fails', async () => {
    const machine = new Machine()
    await Promise.all([machine.clock.sync(), machine.clock.ensure(), machine.clock.sync()])
    expect(machine.measured).toBe(3)
    machine.fails = true
    await expect(machine.clock.sync()).rejects.toThrow('unreachable')
    expect(machine.clock.sample?.offsetMs).toBe(5_000)
  })
})
