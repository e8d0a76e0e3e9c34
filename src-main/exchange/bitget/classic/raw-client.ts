import type { z } from 'zod'
import type { Permit } from '../../http/permit.ts'
import { type CallOptions, BitgetRest, type RestVenue, type Signatory } from '../transport.ts'
import {
  everyRow,
  type ReadPage,
  readPage,
  readRows,
  type Rows,
  type RowsReading,
} from '../../core/readable-rows.ts'
import type { Endpoint } from '../endpoints.ts'
import type { Acknowledgement } from '../schemas.ts'
import type { Params } from '../../http/query.ts'
import { classicEndpoints as endpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'

/** Rows of the lists that are paged by `idLessThan`. */
export const pageSize = 100

/** `normal` lists do not hold TP/SL orders, nor the other way round. */
export type TpslType = 'normal' | 'tpsl'

/**
 * A classic account's endpoints by their own names, in Bitget's own shapes (schemas.ts). Writes are sent once; reads are tried again a few times
 * when no proper answer came. Every method throws GatewayError only (../errors.ts says which).
 */
export class ClassicRawClient {
  readonly #rest: BitgetRest
  readonly #venue: RestVenue['venue']

  constructor(shared: RestVenue, signatory: Signatory) {
    this.#rest = new BitgetRest(shared, signatory)
    this.#venue = shared.venue
  }

  accountInfo(): Promise<z.infer<typeof schemas.accountInfoSchema>> {
    return this.#rest.get(endpoints.accountInfo, {}, schemas.accountInfoSchema)
  }

  async assets(options: CallOptions = {}): Promise<readonly schemas.AssetRecord[]> {
    const params = { assetType: 'hold_only' }
    const list = await this.#rest.get(endpoints.assets, params, schemas.assetsSchema, options)
    return this.#rows(endpoints.assets, list, options)
  }

  tradeRate(symbol: string): Promise<z.infer<typeof schemas.tradeRateSchema>> {
    return this.#rest.get(endpoints.tradeRate, { symbol, businessType: 'spot' }, schemas.tradeRateSchema)
  }

  /** By `orderId` or `clientOid`; empty when there is none (or none of the last two hours, by client id). */
  async orderInfo(params: Params, options: CallOptions = {}): Promise<readonly schemas.OrderRow[]> {
    const list = await this.#rest.get(endpoints.orderInfo, params, schemas.ordersSchema, options)
    return this.#rows(endpoints.orderInfo, list, { mustRead: everyRow })
  }

  /** Newest first, {@link pageSize} at most. */
  unfilledOrders(
    tpslType: TpslType,
    params: Params,
    options: CallOptions = {},
  ): Promise<ReadPage<schemas.OrderRow>> {
    return this.#page(endpoints.unfilledOrders, tpslType, params, options)
  }

  /** Filled and cancelled orders of the last 90 days, newest first, {@link pageSize} at most. */
  historyOrders(
    tpslType: TpslType,
    params: Params,
    options: CallOptions = {},
  ): Promise<ReadPage<schemas.OrderRow>> {
    return this.#page(endpoints.historyOrders, tpslType, params, options)
  }

  fills(params: Params): Promise<readonly z.infer<typeof schemas.fillSchema>[]> {
    return this.#rest.get(endpoints.fills, params, schemas.fillSchema.array())
  }

  currentPlanOrders(params: Params, options: CallOptions = {}): Promise<ReadPage<schemas.PlanRow>> {
    return this.#plans(endpoints.currentPlanOrders, params, options)
  }

  /** `symbol`, `startTime` and `endTime` are required. */
  historyPlanOrders(params: Params, options: CallOptions = {}): Promise<ReadPage<schemas.PlanRow>> {
    return this.#plans(endpoints.historyPlanOrders, params, options)
  }

  /** What a plan order that was triggered has placed; refused as "not found" before. */
  planSubOrders(planOrderId: string): Promise<z.infer<typeof schemas.planSubOrdersSchema>> {
    return this.#rest.get(endpoints.planSubOrders, { planOrderId }, schemas.planSubOrdersSchema)
  }

  placeOrder(params: Params, permit: Permit): Promise<Acknowledgement> {
    const options = { timed: true, permit }
    return this.#rest.post(endpoints.placeOrder, params, schemas.acknowledgementSchema, options)
  }

  cancelOrder(params: Params): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.cancelOrder, params, schemas.acknowledgementSchema)
  }

  cancelReplaceOrder(params: Params, permit: Permit): Promise<z.infer<typeof schemas.replacedSchema>> {
    const options = { timed: true, permit }
    return this.#rest.post(endpoints.cancelReplaceOrder, params, schemas.replacedSchema, options)
  }

  placePlanOrder(params: Params, permit: Permit): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.placePlanOrder, params, schemas.acknowledgementSchema, { permit })
  }

  modifyPlanOrder(params: Params, permit: Permit): Promise<Acknowledgement> {
    return this.#rest.post(endpoints.modifyPlanOrder, params, schemas.acknowledgementSchema, { permit })
  }

  async cancelPlanOrder(params: Params): Promise<void> {
    await this.#rest.post(endpoints.cancelPlanOrder, params, schemas.planCancelledSchema)
  }

  async #page(
    endpoint: typeof endpoints.unfilledOrders,
    tpslType: TpslType,
    params: Params,
    options: CallOptions,
  ): Promise<ReadPage<schemas.OrderRow>> {
    const all = { limit: String(pageSize), ...params, tpslType }
    const list = await this.#rest.get(endpoint, all, schemas.ordersSchema, options)
    return readPage(list, this.#reading(endpoint, options))
  }

  async #plans(
    endpoint: typeof endpoints.currentPlanOrders,
    params: Params,
    options: CallOptions,
  ): Promise<ReadPage<schemas.PlanRow>> {
    const all = { limit: String(pageSize), ...params }
    const { orderList } = await this.#rest.get(endpoint, all, schemas.planPageSchema, options)
    return readPage(orderList, this.#reading(endpoint, options))
  }

  #rows<T>(endpoint: Endpoint, rows: Rows<T>, options: Pick<CallOptions, 'mustRead'>): readonly T[] {
    return readRows(rows, this.#reading(endpoint, options))
  }

  #reading({ path }: Endpoint, { mustRead }: Pick<CallOptions, 'mustRead'>): RowsReading {
    return { venue: this.#venue, path, ...(mustRead && { mustRead }) }
  }
}
