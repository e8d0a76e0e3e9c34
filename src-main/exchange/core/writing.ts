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
    if (contradictsMarkets(error, rules.meaningOf)) rules.forgetMarkets()
    throw withPriceField(error, rules.prices, market, rules.tells)
  }
}

/** Whether a refusal contradicts the markets that we hold. */
export function contradictsMarkets({ exchange }: GatewayError, meaningOf: MeaningOf): boolean {
  return exchange !== null && meaningOf(exchange.code ?? '', exchange.message)?.stale === true
}
