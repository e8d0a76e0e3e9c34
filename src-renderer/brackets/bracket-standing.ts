import type { ExitRole } from '../../src-shared/order.ts'
import type { en } from '../i18n/en.ts'
import type { Tone } from '../ui/parts.tsx'
import type { BracketView } from '../views.ts'

type Word = keyof (typeof en)['brackets']['states']

const tones = {
  waiting: 'plain',
  filling: 'info',
  protecting: 'info',
  protected: 'good',
  unprotected: 'bad',
  exiting: 'info',
  ended: 'plain',
} as const satisfies Record<BracketView['state'], Tone>

/** How a live bracket stands, in one word: nothing is called protected that has an alarm or lacks its stop-loss. */
export function standingOf({ state, alarm, legs }: BracketView): {
  readonly word: Word
  readonly tone: Tone
} {
  if (state === 'unprotected') return { word: state, tone: tones[state] }
  if (alarm !== null) return { word: 'alarmed', tone: 'bad' }
  if (state !== 'protected') return { word: state, tone: tones[state] }
  if (legs.length === 0) return { word: 'unprotected', tone: 'bad' }
  if (!legs.some(({ role }) => role === 'stop_loss')) return { word: 'profitOnly', tone: 'warn' }
  return { word: 'protected', tone: 'good' }
}

/** What an order is inside a live bracket. */
export interface Membership {
  readonly bracket: BracketView
  readonly role: 'entry' | ExitRole
}

/**
 * The live bracket that an order belongs to; null: none. Exits that the application links are plain orders to the
 * exchange.
 */
export function membershipOf(orderId: string, brackets: readonly BracketView[]): Membership | null {
  for (const bracket of brackets) {
    if (bracket.ended !== null) continue
    const leg = bracket.legs.find(({ orderIds }) => orderIds.includes(orderId))
    if (leg !== undefined) return { bracket, role: leg.role }
    if (bracket.entry?.orderId === orderId) return { bracket, role: 'entry' }
  }
  return null
}
