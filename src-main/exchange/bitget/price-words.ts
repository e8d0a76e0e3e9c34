import { among, type TellsField } from '../orders/price-field.ts'

const fields: Readonly<Record<string, string>> = {
  size: 'quantity',
  qty: 'quantity',
  amount: 'quantity',
  price: 'price',
  executeprice: 'price',
  triggerprice: 'triggerPrice',
  presettakeprofitprice: 'takeProfit.triggerPrice',
  takeprofit: 'takeProfit.triggerPrice',
  executetakeprofitprice: 'takeProfit.limitPrice',
  tplimitprice: 'takeProfit.limitPrice',
  presetstoplossprice: 'stopLoss.triggerPrice',
  stoploss: 'stopLoss.triggerPrice',
  executestoplossprice: 'stopLoss.limitPrice',
  sllimitprice: 'stopLoss.limitPrice',
}

/**
 * The parameter that Bitget's words name before what is wrong with it
 * (`… exception size checkBDScale error value=1.23`), in those of a request.
 */
export const tellsField: TellsField = (error, prices) => {
  const name = /\b(\w+) checkBDScale/i.exec(error.exchange?.message ?? '')?.[1]?.toLowerCase()
  const field = name === undefined ? undefined : fields[name]
  return field === undefined || field === 'quantity' ? (field ?? null) : among(prices, field)
}
