import type { CallOutput } from '../../src-shared/contract.ts'
import { type KillSwitchState, killSwitchStates, loosens } from '../../src-shared/guard.ts'
import { type Language, message, sentence, spoken } from '../../src-shared/messages/index.ts'

/** A line of the tray's menu. `tighten` is confirmed there; `loosen` needs a word, which the window asks for. */
export interface TrayItem {
  readonly label: string
  readonly does:
    | { readonly kind: 'nothing' | 'separator' | 'show' | 'quit' }
    | { readonly kind: 'tighten' | 'loosen'; readonly to: KillSwitchState }
}

type Guard = Pick<CallOutput<'guard.get'>, 'state'> & { readonly approvals: readonly unknown[] }

/** How the kill switch stands, in a line. */
export function trayTitle({ state }: Guard, language: Language): string {
  return sentence(message('tray.state', { state: spoken(`guard.state.${state}`) }), language)
}

/** The tray's menu. Pure. */
export function trayItems(guard: Guard, language: Language): readonly TrayItem[] {
  const say = (key: 'tray.show' | 'tray.quit'): string => sentence(message(key), language)
  const { state, approvals } = guard
  const separator: TrayItem = { label: '', does: { kind: 'separator' } }
  return [
    { label: trayTitle(guard, language), does: { kind: 'nothing' } },
    ...killSwitchStates
      .filter((to) => to !== state)
      .map((to): TrayItem => ({
        label: sentence(message(`tray.${to}`), language),
        does: { kind: loosens(state, to) ? 'loosen' : 'tighten', to },
      })),
    separator,
    ...(approvals.length === 0
      ? []
      : [
          {
            label: sentence(message('tray.approvals', { count: String(approvals.length) }), language),
            does: { kind: 'show' },
          } as const,
        ]),
    { label: say('tray.show'), does: { kind: 'show' } },
    { label: say('tray.quit'), does: { kind: 'quit' } },
  ]
}

/** Blue, green and red of each state, as in the window. */
const colours: Readonly<Record<KillSwitchState, readonly [number, number, number]>> = {
  active: [0x8f, 0xd0, 0x3f],
  reducing: [0x4c, 0xb8, 0xf0],
  halted: [0x72, 0x7b, 0xff],
}

/** A disc in the state's colour: `size` × `size` pixels of blue, green, red and alpha. */
export function trayPixels(state: KillSwitchState, size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 4)
  const middle = (size - 1) / 2
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1)
      if (Math.hypot(x - middle, y - middle) <= middle) pixels.set([...colours[state], 0xff], (y * size + x) * 4)
  return pixels
}
