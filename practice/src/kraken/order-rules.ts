import type { Money } from '../../../src-shared/money.ts'
import type { PracticeMarket } from '../engine/market-rules.ts'
import { badArguments, KrakenError } from './kraken-error.ts'
import { moreDecimals } from './kraken-markets.ts'
import { pairNames } from './names.ts'

/** @throws KrakenError for too many decimals, then for a price off the tick. */
export function checkPrice(price: Money, market: PracticeMarket): void {
  const decimals = moreDecimals[market.symbol] ?? market.price.step.decimals()
  if (price.decimals() > decimals) {
    const { altname } = pairNames(market)
    throw new KrakenError(`EOrder:Invalid price:${altname} price can only be specified up to ${decimals} decimals.`)
  }
  if (!price.isPositive()) throw badArguments('price')
  if (!price.isMultipleOf(market.price.step)) throw new KrakenError('EOrder:Tick size check failed')
}

/** @throws KrakenError */
export function checkVolume(volume: Money, market: PracticeMarket): void {
  const { min, max, step } = market.quantity
  if (!volume.isPositive() || volume.greaterThan(max)) throw badArguments('volume')
  if (volume.lessThan(min)) throw badArguments('volume minimum not met')
  if (!volume.isMultipleOf(step)) throw badArguments('volume')
}

/** A volume in quote is held to the smallest volume too, at the last price. @throws KrakenError */
export function checkQuoteVolume(volume: Money, last: Money, market: PracticeMarket): void {
  if (volume.lessThan(market.quantity.min.times(last))) throw badArguments('volume minimum not met')
}

/** Of an iceberg order at least a fifteenth is shown. @throws KrakenError */
export function checkShown(shown: Money, volume: Money, market: PracticeMarket): void {
  const parts = volume.dividedBy(shown.isPositive() ? shown : volume, 18)
  const tooFine = !shown.isPositive() || !shown.isMultipleOf(market.quantity.step)
  if (tooFine || shown.greaterThan(volume) || Number(parts.toString()) > market.maxIcebergParts)
    throw badArguments('displayvol')
}
