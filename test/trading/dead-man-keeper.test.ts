import { describe, expect, test } from 'vitest'
import type { BaseExchangeClient } from '../../src-main/exchange/core/base-exchange-client.ts'
import { silentLogger } from '../../src-main/infra/clock.ts'
import { DeadManKeeper } from '../../src-main/trading/dead-man-keeper.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'
import { account } from './desk-setup.ts'

/** The exchange's switch: what it was told, in the order in which it took it. */
class Exchange {
  readonly heard: (number | null)[] = []
  error: GatewayError | null = null
  /** While it is set, calls wait for it before they arrive. */
  line: Promise<void> | null = null

  readonly armDeadMansSwitch = async (seconds: number | null): Promise<void> => {
    const { line } = this
    if (line !== null) await line
    if (this.error !== null) throw this.error
    this.heard.push(seconds)
  }
}

function setUp(seconds: number | null) {
  const clock = new FakeClock()
  const exchange = new Exchange()
  const accounts = { all: [account({ deadManSeconds: seconds })], list: () => accounts.all }
  const clients = { clientFor: () => exchange as unknown as BaseExchangeClient }
  const keeper = new DeadManKeeper({ accounts, clients, clock, logger: silentLogger })
  const want = (wanted: number | null): void => {
    accounts.all = [account({ deadManSeconds: wanted })]
    keeper.refresh()
  }
  return { clock, exchange, accounts, keeper, want }
}

describe('the dead man’s switch of an account', () => {
  test('is left alone where nobody opted in', async () => {
    const { clock, exchange, keeper } = setUp(null)
    keeper.refresh()
    await clock.advance(600_000)
    await keeper.close()
    expect(exchange.heard).toEqual([])
  })

  test('is armed at once, gets a sign of life at a third of the time, and is turned off at the end', async () => {
    const { clock, exchange, keeper } = setUp(60)
    keeper.refresh()
    keeper.refresh()
    await settle()
    expect(exchange.heard).toEqual([60])
    await clock.advance(40_000)
    expect(exchange.heard).toEqual([60, 60, 60])
    await keeper.close()
    expect(exchange.heard.at(-1)).toBeNull()
    expect(clock.waiting).toBe(0)
  })

  test('is turned off when the account opts out, and follows another time', async () => {
    const { clock, exchange, keeper, want } = setUp(60)
    keeper.refresh()
    await settle()
    want(30)
    await clock.advance(10_000)
    want(null)
    await clock.advance(600_000)
    expect(exchange.heard).toEqual([60, 30, 30, null])
  })

  test('is tried again soon where the exchange did not answer, in its own time where it refused', async () => {
    const { clock, exchange, keeper } = setUp(60)
    exchange.error = new GatewayError('retryable', 'error.shutting_down')
    keeper.refresh()
    await settle()
    exchange.error = new GatewayError('refused', 'exchange.no_dead_man', { exchange: 'Binance' })
    await clock.advance(2_000)
    exchange.error = null
    await clock.advance(19_000)
    expect(exchange.heard).toEqual([])
    await clock.advance(1_000)
    expect(exchange.heard).toEqual([60])
  })

  test.each(['opting out', 'the end'])('%s comes after a sign of life that is on its way', async (what) => {
    const { exchange, keeper, want } = setUp(60)
    let arrive = (): void => undefined
    exchange.line = new Promise((resolve) => {
      arrive = resolve
    })
    keeper.refresh()
    await settle()
    exchange.line = null
    let closing: Promise<void> | null = null
    if (what === 'the end') closing = keeper.close()
    else want(null)
    await settle()
    arrive()
    await closing
    await settle()
    expect(exchange.heard).toEqual([60, null])
  })

  test('is turned off before its account goes', async () => {
    const { exchange, accounts, keeper } = setUp(60)
    keeper.refresh()
    await settle()
    await keeper.release('acc-1')
    expect(exchange.heard).toEqual([60, null])
    accounts.all = []
    keeper.refresh()
    await settle()
    expect(exchange.heard).toEqual([60, null])
  })
})
