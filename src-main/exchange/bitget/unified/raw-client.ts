import type { z } from 'zod'
import { BitgetRest, type CallOptions, type RestVenue, type Signatory } from '../rest.ts'
import { type Acknowledgement, acknowledgementSchema } from '../schemas.ts'
import type { Params } from '../signing.ts'
import { unifiedEndpoints as endpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'

export const pageSize = 100

/** Everything here is spot. */
const category = 'SPOT'

/**
 * A unified account's endpoints by their own names, in Bitget's own shapes (schemas.ts). Writes are sent once; reads are tried again a few times
 * when no proper answer came. Every method throws GatewayError only (../errors.ts says which).
 */
export class UnifiedRawClient {
  readonly #rest: BitgetRest

  constructor(shared: RestVenue, signatory: Signatory) {
    this.#rest = new BitgetRest(shared, signatory)
  }

  settings(): Promise<z.infer<typeof schemas.settingsSchema>> {
    return this.#rest.get(endpoints.settings, {}, schemas.settingsSchema)
  }

  accountInfo(): Promise<z.infer<typeof schemas.accountInfoSchema>> {
    return this.#rest.get(endpoints.accountInfo, {}, schemas.accountInfoSchema)
  }

  async assets(): Promise<readonly schemas.AssetRecord[]> {
    return (await this.#rest.get(endpoints.assets, {}, schemas.assetsSchema)).assets
  }

  fundingAssets(): Promise<readonly schemas.FundingRecord[]> {
    return this.#rest.get(endpoints.fundingAssets, {}, schemas.fundingAssetsSchema, { attempts: 1 })
  }

  feeRate(symbol: string): Promise<z.infer<typeof schemas.feeRateSchema>> {
    return this.#rest.get(endpoints.feeRate, { category, symbol }, schemas.feeRateSchema)
  }

  /** By `orderId` or `clientOid`; null when the answer holds none. */
  orderInfo(params: Params, options: CallOptions = {}): Promise<schemas.OrderRow | null> {
    return this.#rest.get(endpoints.orderInfo, params, schemas.orderSchema.nullable(), options)
  }

  unfilledOrders(params: Params, options: CallOptions = {}): Promise<schemas.OrderPage> {
    return this.#rest.get(endpoints.unfilledOrders, paged(params), schemas.orderPageSchema, options)
  }

  historyOrders(params: Params, options: CallOptions = {}): Promise<schemas.OrderPage> {
    return this.#rest.get(endpoints.historyOrders, paged(params), schemas.orderPageSchema, options)
  }

  async fills(orderId: string): Promise<readonly schemas.FillRow[]> {
    return (await this.#rest.get(endpoints.fills, paged({ orderId }), schemas.fillPageSchema)).list
  }

  unfilledStrategyOrders(): Promise<readonly schemas.StrategyRow[]> {
    return this.#rest.get(endpoints.unfilledStrategyOrders, { category }, schemas.strategyPageSchema)
  }

  historyStrategyOrders(params: Params): Promise<readonly schemas.StrategyRow[]> {
    return this.#rest.get(endpoints.historyStrategyOrders, paged(params), schemas.strategyPageSchema)
  }

  placeOrder(params: Params): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.placeOrder, { category, ...params }, acknowledgementSchema)
  }

  modifyOrder(params: Params): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.modifyOrder, params, acknowledgementSchema)
  }

  cancelOrder(params: Params): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.cancelOrder, params, acknowledgementSchema)
  }

  /** The dead man's switch over every order of the account. @param seconds 0: off. */
  async countdownCancelAll(seconds: number): Promise<void> {
    await this.#rest.post(
      endpoints.countdownCancelAll,
      { countdown: String(seconds) },
      schemas.countdownSchema,
    )
  }

  async cancelStrategyOrder(orderId: string): Promise<void> {
    await this.#rest.post(endpoints.cancelStrategyOrder, { orderId }, schemas.strategyCancelledSchema)
  }
}

function paged(params: Params): Params {
  return { category, limit: String(pageSize), ...params }
}
