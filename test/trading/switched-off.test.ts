import { describe, expect, it } from 'vitest'
import { silentLogger } from '../../src-main/infra/clock.ts'
import { DeadManKeeper } from '../../src-main/trading/dead-man-keeper.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { account, limitOrder, panel, setUp } from './desk-setup.ts'
import { FakeClient, money } from './fake-client.ts'

const at = Date.UTC(2026, 10, 29)
const off = (...what: SwitchedOff['what'][]): readonly SwitchedOff[] =>
  what.map((each) => ({ what: each, assumption: `binance.${each}`, at }))

const deskWithout = (...what: SwitchedOff['what'][]) =>
  setUp({}, { folder: temporaryFolder(), clock: new FakeClock(), client: new FakeClient(() => off(...what)) })

describe('an account for which something is switched off', () => {
  it('places what needs none of it', async () => {
    const { desk } = await deskWithout('post_only', 'conditional_orders')
    const placed = await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
    expect(placed.outcome).toBe('accepted')
  })

  it('refuses what needs it, says since when, and sends nothing', async () => {
    const { desk, client } = await deskWithout('post_only')
    const request = limitOrder({ postOnly: true })
    expect(await desk.place({ accountId: 'acc-1', request }, panel())).toMatchObject({
      outcome: 'rejected',
      error: { class: 'refused', text: { key: 'account.switched_off', params: { date: '2026-11-29' } } },
    })
    expect(client.calls.filter((call) => call.startsWith('place'))).toEqual([])
  })

  it.each(['edit_in_place', 'edit_by_replacing'] as const)('changes no order without %s', async (what) => {
    const { desk, client } = await deskWithout(what)
    const placed = await desk.place({ accountId: 'acc-1', request: limitOrder() }, panel())
    if (placed.outcome !== 'accepted') throw new Error('not placed')
    const change = { quantity: null, price: money('49000'), triggerPrice: null }
    const { id: orderId, symbol } = placed.placed.order
    await expect(desk.edit({ accountId: 'acc-1', orderId, symbol, change }, panel('edit-1'))).rejects.toMatchObject({
      text: { key: 'account.switched_off' },
    })
    expect(client.calls.filter((call) => call.startsWith('edit'))).toEqual([])
  })

  it('a dead man’s switch that is armed is turned off, rather than left to run out', async () => {
    const told: (number | null)[] = []
    const client = Object.assign(new FakeClient(), {
      armDeadMansSwitch: (seconds: number | null) => {
        told.push(seconds)
        return Promise.resolve()
      },
    })
    let listed = account({ deadManSeconds: 60 })
    const keeper = new DeadManKeeper({
      accounts: { list: () => [listed] },
      clients: { clientFor: () => client },
      clock: new FakeClock(),
      logger: silentLogger,
    })
    keeper.refresh()
    await expect.poll(() => told).toEqual([60])
    listed = { ...listed, switchedOff: off('dead_man') }
    keeper.refresh()
    await expect.poll(() => told).toEqual([60, null])
    await keeper.close()
  })
})
