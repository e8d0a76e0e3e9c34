import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limitOrder, redis, setUp } from './desk-setup.ts'
import type { Fate } from './fake-client.ts'

/**
 * One thing that happens: a request comes (again), the exchange treats it so, and then time passes or the gateway is
 * killed.
 */
interface Step {
  readonly request: number
  readonly fate: Fate
  /** For how many questions the exchange does not show an order that it has. */
  readonly blindFor: number
  readonly then: 'wait' | 'wait_long' | 'crash'
}

const step: fc.Arbitrary<Step> = fc.record({
  request: fc.nat(3),
  fate: fc.constantFrom<Fate>(
    'answer',
    'lose_before',
    'lose_after',
    'refuse',
    'rate_limit',
    'duplicate',
    'own_bug',
    'hang',
  ),
  blindFor: fc.nat(4),
  then: fc.constantFrom('wait', 'wait_long', 'crash'),
})

test('whatever is lost and whenever the gateway dies: one order a request at most, and every row tells the truth', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      let setup = await setUp()
      const { client, clock } = setup
      for (const { request, fate, blindFor, then } of steps) {
        client.fate = fate
        client.blindFor = blindFor
        void setup.desk.place({ accountId: 'acc-1', request: limitOrder() }, redis(`r-${request}`))
        await clock.advance(then === 'wait_long' ? 5000 : 10)
        if (then === 'crash') setup = await setup.restart()
        client.release() // what hung reaches the exchange, or its answer reaches us
      }
      client.fate = 'answer'
      await clock.advance(120_000)

      const entries = setup.journal.entries(100)
      const ids = client.orders.map((order) => order.clientOrderId)
      expect(new Set(ids).size).toBe(ids.length)
      expect(setup.desk.doubtful().unknown).toBe(0)
      expect(entries.filter((entry) => entry.state === 'intent' || entry.state === 'sent')).toEqual([])
      const accepted = entries.filter((entry) => entry.state === 'accepted')
      expect(accepted.map((entry) => entry.clientOrderId).sort()).toEqual(ids.sort())
      expect(entries.length).toBeLessThanOrEqual(new Set(steps.map((each) => each.request)).size)
      await setup.desk.close()
      setup.journal.close()
    }),
    { numRuns: 60 },
  )
})
