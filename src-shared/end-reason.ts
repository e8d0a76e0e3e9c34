import { z } from 'zod'
import { message, type MessageRef } from './messages/index.ts'
import type { Kept } from './money-codec.ts'

/**
 * Why an order ended without having been filled whole. The words are stable: they go over Redis and into the journal.
 *
 * `cancelled`: because its account asked for it, by whatever program; the journal tells `cancelled_here` and
 * `cancelled_elsewhere` apart. `replaced`: another order stands in its place. `cancelled_by_exchange`: of its own
 * accord. `not_filled_at_once`: IOC or FOK. `no_liquidity`: too little stood on the other side of the book.
 * `price_protection`: the exchange let it trade at no such price. `other_exit`: the other exit of its pair went off.
 * `entry_ended`: the entry that it belonged to ended first. `refused_at_trigger`: it was refused when its turn came.
 * `not_told`: the exchange says nothing. `unknown`: it says something that we do not know.
 */
export const endKinds = [
  'cancelled',
  'cancelled_here',
  'cancelled_elsewhere',
  'replaced',
  'cancelled_by_exchange',
  'self_trade_prevention',
  'post_only_would_take',
  'not_filled_at_once',
  'no_liquidity',
  'price_protection',
  'insufficient_balance',
  'time_expired',
  'other_exit',
  'entry_ended',
  'refused_at_trigger',
  'market_halted',
  'not_told',
  'unknown',
] as const
export type EndKind = (typeof endKinds)[number]

/** A kind that a later version gave up is told by the exchange's word. */
export const endReasonCodec = z.object({
  kind: z.enum(endKinds).catch('unknown'),
  /** The exchange's own word for it; null: it has none. */
  word: z.string().nullable(),
})
export type EndReason = Kept<z.output<typeof endReasonCodec>>

const ofPeople: readonly EndKind[] = ['cancelled', 'cancelled_here', 'cancelled_elsewhere', 'replaced', 'not_told']

/** Whether the exchange says that something else than a request ended the order. */
export function isOfExchange({ kind }: EndReason): boolean {
  return !ofPeople.includes(kind)
}

/** In a sentence; an end that only the exchange can name is told in its own word. */
export function endMessage({ kind, word }: EndReason): MessageRef {
  return kind === 'unknown' ? message('order.end.unknown', { word: word ?? '?' }) : message(`order.end.${kind}`)
}

/** Words as an exchange spells them, whatever their case and however they are joined. */
export function endKindOfWord(word: string, kinds: ReadonlyMap<string, EndKind>): EndKind {
  return kinds.get(plainWord(word)) ?? 'unknown'
}

/** A table of an exchange's words. */
export function endWords(kinds: Readonly<Record<string, EndKind>>): ReadonlyMap<string, EndKind> {
  return new Map(Object.entries(kinds).map(([word, kind]) => [plainWord(word), kind]))
}

function plainWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
}
