import { create } from 'zustand'
import type { DecimalText } from '../../src-shared/money.ts'

/** A level on its way to another price, which nobody has proposed yet. */
export interface Drag {
  readonly levelId: string
  readonly price: DecimalText
}

/** At most one level is on its way, by the pointer or by keys; nothing is sent by it. */
export const useDrag = create<{ readonly drag: Drag | null }>(() => ({ drag: null }))

export function dragTo(levelId: string, price: DecimalText): void {
  useDrag.setState({ drag: { levelId, price } })
}

export function endDrag(): void {
  useDrag.setState({ drag: null })
}
