import { describe, expect, test } from 'vitest'
import { trayItems, trayPixels, trayTitle } from '../../src-main/desktop/tray-menu.ts'
import { killSwitchStates } from '../../src-shared/guard.ts'

const guard = (state: (typeof killSwitchStates)[number], waiting = 0) => ({
  state,
  approvals: Array.from({ length: waiting }),
})

describe('the tray’s menu', () => {
  test.each([
    ['active', ['tighten reducing', 'tighten halted']],
    ['reducing', ['loosen active', 'tighten halted']],
    ['halted', ['loosen active', 'loosen reducing']],
  ] as const)('%s: %j', (state, expected) => {
    const sets = trayItems(guard(state), 'en').flatMap(({ does }) => ('to' in does ? [`${does.kind} ${does.to}`] : []))
    expect(sets).toEqual(expected)
  })

  test('says the state and what waits, in the person’s language', () => {
    expect(trayTitle(guard('halted'), 'fr')).toBe('Coupe-circuit : arrêté')
    const labels = trayItems(guard('active', 2), 'en').map(({ label }) => label)
    expect(labels[0]).toBe('Kill switch: active')
    expect(labels).toContain('Orders waiting for you: 2')
    expect(labels.at(-1)).toBe('Quit')
  })

  test('the icon is a disc, of another colour in each state', () => {
    const middles = killSwitchStates.map((state) =>
      [...trayPixels(state, 22).slice((11 * 22 + 11) * 4, (11 * 22 + 12) * 4)].join(),
    )
    expect(new Set(middles).size).toBe(3)
    expect(trayPixels('active', 22).slice(0, 4)).toEqual(new Uint8Array(4))
  })
})
