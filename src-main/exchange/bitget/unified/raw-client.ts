import type { z } from 'zod'
import { everyRow, readRows, type Rows } from '../../core/readable-rows.ts'
import type { Permit } from '../../http/permit.ts'
import type { Params } from '../../http/query.ts'
import { type Urgency, usual } from '../../http/urgency.ts'
import type { Endpoint } from '../endpoints.ts'
import { type Acknowledgement, acknowledgementSchema } from '../schemas.ts'
import type { BitgetRest, CallOptions } from '../transport.ts'
import { unifiedEndpoints as endpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'

export const pageSize = 100

/** Everything here is spot. */
const category = 'SPOT'

/**
 * A unified account's endpoints by their own names, in Bitget's own shapes (schemas.ts). Writes are sent once; reads
 * are tried again a few times when no proper answer came. Every method throws GatewayError only (../errors.ts says
 * which).
 */
export class UnifiedRawClient {
  readonly #rest: BitgetRest
  readonly #urgency: Urgency

  constructor(rest: BitgetRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): UnifiedRawClient {
    return new UnifiedRawClient(this.#rest, urgency)
  }

  settings(): Promise<z.infer<typeof schemas.settingsSchema>> {
    return this.#get(endpoints.settings, {}, schemas.settingsSchema)
  }

  accountInfo(): Promise<z.infer<typeof schemas.accountInfoSchema>> {
    return this.#get(endpoints.accountInfo, {}, schemas.accountInfoSchema)
  }

  async assets(): Promise<readonly schemas.AssetRecord[]> {
    const { assets } = await this.#get(endpoints.assets, {}, schemas.assetsSchema)
    return this.#rows(endpoints.assets, assets)
  }

  async fundingAssets(): Promise<readonly schemas.FundingRecord[]> {
    const options = { attempts: 1 }
    const list = await this.#get(endpoints.fundingAssets, {}, schemas.fundingAssetsSchema, options)
    return this.#rows(endpoints.fundingAssets, list)
  }

  feeRate(symbol: string): Promise<z.infer<typeof schemas.feeRateSchema>> {
    return this.#get(endpoints.feeRate, { category, symbol }, schemas.feeRateSchema)
  }

  /** By `orderId` or `clientOid`; null when the answer holds none. */
  orderInfo(params: Params, options: CallOptions = {}): Promise<schemas.OrderRow | null> {
    return this.#get(endpoints.orderInfo, params, schemas.orderSchema.nullable(), options)
  }

  unfilledOrders(params: Params, options: CallOptions = {}): Promise<schemas.Page<schemas.OrderRow>> {
    return this.#orders(endpoints.unfilledOrders, params, options)
  }

  /** A window of 30 days at most, of the last 90. */
  historyOrders(params: Params, options: CallOptions = {}): Promise<schemas.Page<schemas.OrderRow>> {
    return this.#orders(endpoints.historyOrders, params, options)
  }

  /** Every fill counts in a sum: one that cannot be read is not left out. */
  async fills(orderId: string): Promise<readonly schemas.FillRow[]> {
    const { list } = await this.#get(endpoints.fills, paged({ orderId }), schemas.fillPageSchema)
    return this.#rows(endpoints.fills, list, { mustRead: everyRow })
  }

  /** A window of 30 days at most, of the last 90; newest first. @returns the number of rows with the page */
  async fillsPage(params: Params): Promise<schemas.Page<schemas.WholeFillRow> & { readonly size: number }> {
    const { list, cursor } = await this.#get(endpoints.fills, paged(params), schemas.wholeFillPageSchema)
    return { list: this.#rows(endpoints.fills, list), cursor, size: list.rows.length + list.unread.length }
  }

  async unfilledStrategyOrders(options: CallOptions = {}): Promise<readonly schemas.StrategyRow[]> {
    const endpoint = endpoints.unfilledStrategyOrders
    const { list } = await this.#get(endpoint, { category }, schemas.strategyPageSchema, options)
    return this.#rows(endpoint, list, options)
  }

  async historyStrategyOrders(params: Params, options: CallOptions = {}): Promise<schemas.Page<schemas.StrategyRow>> {
    const endpoint = endpoints.historyStrategyOrders
    const page = await this.#get(endpoint, paged(params), schemas.strategyPageSchema, options)
    return { list: this.#rows(endpoint, page.list, options), cursor: page.cursor }
  }

  placeOrder(params: Params, permit: Permit): Promise<Acknowledgement> {
    const all = { category, ...params }
    return this.#rest.post(endpoints.placeOrder, all, acknowledgementSchema, { permit })
  }

  modifyOrder(params: Params, permit: Permit): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.modifyOrder, params, acknowledgementSchema, { permit })
  }

  cancelOrder(params: Params): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.cancelOrder, params, acknowledgementSchema)
  }

  /** The dead man's switch over every order of the account. @param seconds 0: off. */
  async countdownCancelAll(seconds: number): Promise<void> {
    await this.#rest.post(endpoints.countdownCancelAll, { countdown: String(seconds) }, schemas.countdownSchema)
  }

  async cancelStrategyOrder(orderId: string): Promise<void> {
    await this.#rest.post(endpoints.cancelStrategyOrder, { orderId }, schemas.strategyCancelledSchema)
  }

  async #orders(endpoint: Endpoint, params: Params, options: CallOptions): Promise<schemas.Page<schemas.OrderRow>> {
    const page = await this.#get(endpoint, paged(params), schemas.orderPageSchema, options)
    return { list: this.#rows(endpoint, page.list, options), cursor: page.cursor }
  }

  #get<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.get(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }

  #rows<T>({ path }: Endpoint, rows: Rows<T>, { mustRead }: Pick<CallOptions, 'mustRead'> = {}): readonly T[] {
    return readRows(rows, { venue: this.#rest.venue, path, ...(mustRead && { mustRead }) })
  }
}

function paged(params: Params): Params {
  return { category, limit: String(pageSize), ...params }
}
