import { GatewayError } from '../../src-shared/errors.ts'
import { Money } from '../../src-shared/money.ts'
import type { VerificationRisk } from '../../src-shared/verification.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import { chooseMarket } from './choosing.ts'
import { planOrders } from './far-orders.ts'
import type { TradeWish } from './verification-parts.ts'

/**
 * What a run that trades would put at risk as prices stand now. Only reads. @throws GatewayError `refused` where not
 * even the smallest order may be placed, and what reading throws.
 */
export async function previewTrade(
  client: BaseExchangeClient,
  { symbol, mostQuote }: TradeWish,
): Promise<VerificationRisk> {
  const balances = await client.getBalance()
  const market = chooseMarket(await client.getMarkets(), balances, symbol, client.exchange)
  if (market === null) throw new GatewayError('refused', 'verify.step.no_market')
  const ticker = await client.fetchTicker(market.symbol)
  const most = mostQuote === null ? null : Money.parse(mostQuote)
  const plan = planOrders({ market, ticker }, balances, most)
  if ('refused' in plan) throw new GatewayError('refused', plan.refused.key, plan.refused.params)
  return { symbol: market.symbol, most: plan.most.toString(), asset: market.quote }
}
