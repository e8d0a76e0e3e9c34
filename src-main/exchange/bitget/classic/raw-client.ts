import type { z } from 'zod'
import { everyRow, type ReadPage, readPage, readRows, type Rows, type RowsReading } from '../../core/readable-rows.ts'
import type { Permit } from '../../http/permit.ts'
import type { Params } from '../../http/query.ts'
import { type Urgency, usual } from '../../http/urgency.ts'
import type { Endpoint } from '../endpoints.ts'
import type { Acknowledgement } from '../schemas.ts'
import type { BitgetRest, CallOptions } from '../transport.ts'
import { classicEndpoints as endpoints } from './endpoints.ts'
import * as schemas from './schemas.ts'

/** Rows of the lists that are paged by `idLessThan`. */
export const pageSize = 100

/** `normal` lists do not hold TP/SL orders, nor the other way round. */
export type TpslType = 'normal' | 'tpsl'

/**
 * A classic account's endpoints by their own names, in Bitget's own shapes (schemas.ts). Writes are sent once; reads
 * are tried again a few times when no proper answer came. Every method throws GatewayError only (../errors.ts says
 * which).
 */
export class ClassicRawClient {
  readonly #rest: BitgetRest
  readonly #urgency: Urgency

  constructor(rest: BitgetRest, urgency: Urgency = usual) {
    this.#rest = rest
    this.#urgency = urgency
  }

  /** The same, whose reads are of another urgency. */
  as(urgency: Urgency): ClassicRawClient {
    return new ClassicRawClient(this.#rest, urgency)
  }

  accountInfo(): Promise<z.infer<typeof schemas.accountInfoSchema>> {
    return this.#get(endpoints.accountInfo, {}, schemas.accountInfoSchema)
  }

  async assets(options: CallOptions = {}): Promise<readonly schemas.AssetRecord[]> {
    const params = { assetType: 'hold_only' }
    const list = await this.#get(endpoints.assets, params, schemas.assetsSchema, options)
    return this.#rows(endpoints.assets, list, options)
  }

  tradeRate(symbol: string): Promise<z.infer<typeof schemas.tradeRateSchema>> {
    return this.#get(endpoints.tradeRate, { symbol, businessType: 'spot' }, schemas.tradeRateSchema)
  }

  /** By `orderId` or `clientOid`; empty when there is none (or none of the last two hours, by client id). */
  async orderInfo(params: Params, options: CallOptions = {}): Promise<readonly schemas.OrderRow[]> {
    const list = await this.#get(endpoints.orderInfo, params, schemas.ordersSchema, options)
    return this.#rows(endpoints.orderInfo, list, { mustRead: everyRow })
  }

  /** Newest first, {@link pageSize} at most. */
  unfilledOrders(tpslType: TpslType, params: Params, options: CallOptions = {}): Promise<ReadPage<schemas.OrderRow>> {
    return this.#page(endpoints.unfilledOrders, tpslType, params, options)
  }

  /** Filled and cancelled orders of the last 90 days, newest first, {@link pageSize} at most. */
  historyOrders(tpslType: TpslType, params: Params, options: CallOptions = {}): Promise<ReadPage<schemas.OrderRow>> {
    return this.#page(endpoints.historyOrders, tpslType, params, options)
  }

  fills(params: Params): Promise<readonly z.infer<typeof schemas.fillSchema>[]> {
    return this.#get(endpoints.fills, params, schemas.fillSchema.array())
  }

  /** Of the last 90 days, newest first, {@link pageSize} at most. */
  async fillsPage(params: Params): Promise<ReadPage<schemas.FillRow>> {
    const all = { limit: String(pageSize), ...params }
    return readPage(await this.#get(endpoints.fills, all, schemas.fillRowsSchema), this.#reading(endpoints.fills, {}))
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
    return this.#get(endpoints.planSubOrders, { planOrderId }, schemas.planSubOrdersSchema)
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
    const list = await this.#get(endpoint, all, schemas.ordersSchema, options)
    return readPage(list, this.#reading(endpoint, options))
  }

  async #plans(
    endpoint: typeof endpoints.currentPlanOrders,
    params: Params,
    options: CallOptions,
  ): Promise<ReadPage<schemas.PlanRow>> {
    const all = { limit: String(pageSize), ...params }
    const { orderList } = await this.#get(endpoint, all, schemas.planPageSchema, options)
    return readPage(orderList, this.#reading(endpoint, options))
  }

  #get<S extends z.ZodType>(
    endpoint: Endpoint,
    params: Params,
    schema: S,
    options: CallOptions = {},
  ): Promise<z.infer<S>> {
    return this.#rest.get(endpoint, params, schema, { urgency: this.#urgency, ...options })
  }

  #rows<T>(endpoint: Endpoint, rows: Rows<T>, options: Pick<CallOptions, 'mustRead'>): readonly T[] {
    return readRows(rows, this.#reading(endpoint, options))
  }

  #reading({ path }: Endpoint, { mustRead }: Pick<CallOptions, 'mustRead'>): RowsReading {
    return { venue: this.#rest.venue, path, ...(mustRead && { mustRead }) }
  }
}
