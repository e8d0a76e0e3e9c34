import { GatewayError } from '../../../src-shared/errors.ts'
import type { Market } from '../../../src-shared/market.ts'
import { type NamedPrice, type TellsField, withPriceField } from '../orders/price-field.ts'
import type { Meaning } from './classify.ts'

/** An exchange's table: what a code with its words means; null: nobody has listed it. */
export type MeaningOf = (code: string, words: string) => Meaning | null

/** What {@link heedingRules} goes by. */
export interface Rules {
  readonly symbol: string
  /** Those that the request names. */
  readonly prices: readonly NamedPrice[]
  /** The markets that are held, by BASE/QUOTE. */
  readonly markets: () => Promise<ReadonlyMap<string, Market>>
  readonly forgetMarkets: () => void
  readonly meaningOf: MeaningOf
  readonly tells: TellsField
  /** All our own checks, with market prices: those that were left to the exchange, too. */
  readonly checkAll: () => Promise<unknown>
}

/**
 * What every order that is placed or changed stands in: a refusal names the field that is meant, and one that
 * contradicts the markets that we hold has them read anew before the next order.
 */
export async function heedingRules<T>(write: () => Promise<T>, rules: Rules): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof GatewayError) || error.class !== 'refused') throw error
    const market = (await rules.markets().catch(() => null))?.get(rules.symbol) ?? null
    const ours = await ownReasonFor(error, rules)
    if (ours !== null) throw ours
    if (contradictsMarkets(error, rules.meaningOf)) rules.forgetMarkets()
    throw withPriceField(error, rules.prices, market, rules.tells)
  }
}

const measured: ReadonlySet<string | undefined> = new Set(['price', 'quantity'])

/** What our own checks say of a price or an amount that the exchange refused: with the limit, where it names a rule. */
async function ownReasonFor({ exchange }: GatewayError, { meaningOf, checkAll }: Rules): Promise<GatewayError | null> {
  if (exchange === null || !measured.has(meaningOf(exchange.code ?? '', exchange.message)?.field)) return null
  try {
    await checkAll()
    return null
  } catch (cause) {
    if (!(cause instanceof GatewayError) || cause.class !== 'refused') return null
    const { key, params } = cause.text
    return new GatewayError('refused', key, params, { exchange, cause, ...(cause.field !== null && { field: cause.field }) })
  }
}

/** Whether a refusal contradicts the markets that we hold. */
export function contradictsMarkets({ exchange }: GatewayError, meaningOf: MeaningOf): boolean {
  return exchange !== null && meaningOf(exchange.code ?? '', exchange.message)?.stale === true
}
