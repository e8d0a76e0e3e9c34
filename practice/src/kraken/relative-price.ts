import { Money } from '../../../src-shared/money.ts'
import type { Side } from '../../../src-shared/order.ts'
import { badArguments } from './kraken-error.ts'
import { decimalOf } from './parameters.ts'

/** A price as a request writes it: itself, or a distance from another one, in quote units or in per cent of it. */
export type AskedPrice =
  | { readonly kind: 'absolute'; readonly price: Money }
  | { readonly kind: 'distance'; readonly up: boolean; readonly amount: Money; readonly percent: boolean }

const hundred = Money.parse('100')

/** `37500`, `+5`, `-2%`, `#1%`; `sharpUp` is the direction that `#` stands for. @throws KrakenError */
export function askedPrice(text: string, sharpUp: boolean, name: string): AskedPrice {
  const match = /^([+\-#])(\d{1,20}(?:\.\d{1,20})?)(%?)$/.exec(text)
  if (match === null) return { kind: 'absolute', price: decimalOf(text, name) }
  const [, sign, digits = '0', percent] = match
  const up = sign === '+' || (sign === '#' && sharpUp)
  return { kind: 'distance', up, amount: Money.parse(digits), percent: percent === '%' }
}

/** The price that is meant, seen from `base`; a distance is cut to the step. It may be zero or less. */
export function priceFrom(asked: AskedPrice, base: Money, step: Money): Money {
  if (asked.kind === 'absolute') return asked.price
  const distance = asked.percent ? base.times(asked.amount).dividedBy(hundred, 18) : asked.amount
  return (asked.up ? base.plus(distance) : base.minus(distance)).floorToStep(step)
}

/** Where `#` points: limits and take-profits to the better side of the market, stops to the worse. */
export function sharpPointsUp(ordertype: string, side: Side): boolean {
  return (side === 'buy') === ordertype.startsWith('stop-loss')
}

/**
 * The distance of a trailing stop, `+2.5%`, in basis points. Distances in quote units are not played here. @throws
 * KrakenError
 */
export function trailingBips(text: string, name: string): number {
  const match = /^\+(\d{1,3}(?:\.\d{1,2})?)%$/.exec(text)
  if (match === null) throw badArguments(name)
  const bips = Number(
    Money.parse(match[1] ?? '0')
      .times(hundred)
      .toString(),
  )
  if (bips <= 0 || bips >= 10_000) throw badArguments(name)
  return bips
}
