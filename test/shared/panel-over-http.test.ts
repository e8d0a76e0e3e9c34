import { describe, expect, it } from 'vitest'
import { PanelOverHttp, saidAfterSilence } from '../../src-shared/panel-over-http.ts'

/** A line that a test opens, cuts and speaks on. */
class Line extends PanelOverHttp {
  readonly said: string[] = []
  #open = false

  protected post(): Promise<unknown> {
    return Promise.resolve({ ok: true, value: [] })
  }

  protected listen(): void {
    // The test opens it.
  }

  protected say(text: string): void {
    if (this.#open) this.said.push(text)
  }

  open(): void {
    this.#open = true
    this.isThere()
  }

  cut(): void {
    this.#open = false
    this.isLost()
  }

  tell(message: unknown): void {
    this.hear(typeof message === 'string' ? message : JSON.stringify(message))
  }
}

const ofBtc = { accountId: 'a', symbol: 'BTC/USDT' }
const asked = (watch: number): string => JSON.stringify({ watch, name: 'market.ticker', input: ofBtc })

it('tells that anything may have changed since what was answered before it was open', async () => {
  const line = new Line()
  const events: unknown[] = []
  line.subscribe((event) => events.push(event))
  await line.call('accounts.list', {})
  line.open()
  expect(events).toEqual(saidAfterSilence)
  await line.call('accounts.list', {})
  line.tell({ type: 'accounts-changed' })
  expect(events.slice(saidAfterSilence.length)).toEqual([{ type: 'accounts-changed' }])
})

describe('watches over a line', () => {
  it('are asked for once it is open, told under their numbers, and not heard of once they are ended', () => {
    const line = new Line()
    const told: unknown[] = []
    const stop = line.watch('market.ticker', ofBtc, (each) => told.push(each))
    line.watch('market.ticker', ofBtc, () => undefined)
    expect(line.said).toEqual([])
    line.open()
    expect(line.said).toEqual([asked(1), asked(2)])
    const live = { kind: 'state', state: { kind: 'live' } }
    line.tell({ watch: 1, told: live })
    line.tell({ watch: 9, told: live })
    expect(told).toEqual([live])
    stop()
    expect(line.said.at(-1)).toBe('{"unwatch":1}')
    line.tell({ watch: 1, told: live })
    expect(told).toHaveLength(1)
  })

  it('are stale while it is lost, and begun anew when it is back', () => {
    const line = new Line()
    const told: unknown[] = []
    const events: unknown[] = []
    line.subscribe((event) => events.push(event))
    line.watch('market.ticker', ofBtc, (each) => told.push(each))
    line.open()
    expect(events).toEqual([])
    line.cut()
    expect(told).toEqual([{ kind: 'state', state: { kind: 'stale', why: 'the line to the gateway is lost' } }])
    line.open()
    expect(line.said).toEqual([asked(1), asked(1)])
    expect(events).toEqual(saidAfterSilence)
  })

  it('leave what is no message of ours alone', () => {
    const line = new Line()
    const events: unknown[] = []
    line.subscribe((event) => events.push(event))
    line.tell('not JSON')
    line.tell({ type: 'accounts-changed' })
    expect(events).toEqual([{ type: 'accounts-changed' }])
  })
})
