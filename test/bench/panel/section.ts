import type { Latency } from '../figures.ts'
import { fixed, table } from '../tables.ts'
import type { PanelFigures } from './panel.ts'

const mostScriptBytes = 300_000
const mostKeyMs = 16

const targets = (figures: PanelFigures): readonly (readonly [string, number, number])[] => [
  ['script of the first load, kB of gzip', figures.scriptBytes / 1000, mostScriptBytes / 1000],
  ['key press to paint, p95, ms', figures.keys.painted.p95, mostKeyMs],
]

const shares = ({ p50, p95, p99 }: Latency): string => [p50, p95, p99].map((each) => fixed(each, 1)).join(' / ')

/** The part of docs/benchmarks.md about the panel. */
export function panelSection(figures: PanelFigures): string {
  const { orders, scripts, usableMs, keys, bareKeys } = figures
  const rows = targets(figures).map(([name, value, target]) => [
    name,
    fixed(value, 1),
    `≤ ${target}`,
    value <= target ? 'met' : '**not met**',
  ])
  return `## The panel

In the browser of the tests (Chromium, headless, no graphics processor), with ${orders} open orders of one account shown.

${table(['', 'Value', 'Target', ''], rows)}

The trade screen loads ${scripts} scripts; with an empty cache an amount can be typed ${fixed(usableMs, 0)} ms after the navigation.

${keys.presses} key presses in price and amount of a limit order, ms, p50 / p95 / p99:

${table(
  ['', 'the ticket', 'an input on an empty page'],
  [
    ['key press to paint', shares(keys.painted), shares(bareKeys.painted)],
    ['of that, until only the drawing is left', shares(keys.handled), shares(bareKeys.handled)],
    [
      'over 16 ms by the browser’s Event Timing, of all',
      `${keys.slowForBrowser} of ${keys.presses}`,
      `${bareKeys.slowForBrowser} of ${bareKeys.presses}`,
    ],
  ],
)}

From the key event’s own time stamp to the first task after the frame that it asked for, which runs when styles, layout and
painting are done. Frames are drawn as soon as there is one, not at the display’s next beat, which would add up to 16.7 ms to
any page. Event Timing, beside it, counts to the frame’s presentation in steps of 8 ms. Other programs on the same cores show here
more than anywhere else: compare with the empty page.
`
}
