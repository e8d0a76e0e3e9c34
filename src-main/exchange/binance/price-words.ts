import { among, type NamedPrice, type TellsField } from '../orders/price-field.ts'

const plain: Readonly<Record<string, string>> = {
  price: 'price',
  workingprice: 'price',
  stopprice: 'triggerPrice',
  trailingdelta: 'trailingBips',
  quantity: 'quantity',
  workingquantity: 'quantity',
  pendingquantity: 'quantity',
  newqty: 'quantity',
  quoteorderqty: 'quantity',
}

/**
 * The parameter that Binance's words name (`Parameter 'stopPrice' has too much precision.`), in the words of a request.
 * Of a pair the leg above has the higher trigger; a leg that only rests has one price, which is its trigger here.
 * Source: errors.md.
 */
export const tellsField: TellsField = (error, prices) => {
  const name = /parameters? '(\w+)'/i.exec(error.exchange?.message ?? '')?.[1]?.toLowerCase()
  if (name === undefined) return null
  const own = plain[name]
  if (own === 'quantity' || own === 'trailingBips') return own
  if (own !== undefined) return among(prices, own)
  const leg = /^(?:pending)?(above|below)(stop)?price$/.exec(name)
  return leg === null ? null : legPrice(prices, leg[1] === 'above', leg[2] !== undefined)
}

function legPrice(prices: readonly NamedPrice[], above: boolean, isTrigger: boolean): string | null {
  const triggers = prices
    .filter(({ field }) => field.endsWith('.triggerPrice'))
    .toSorted((a, b) => a.value.compare(b.value))
  const trigger = (above ? triggers.at(-1) : triggers[0])?.field
  if (trigger === undefined) return null
  const limit = trigger.replace('triggerPrice', 'limitPrice')
  return isTrigger ? trigger : (among(prices, limit) ?? trigger)
}
