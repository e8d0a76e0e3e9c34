import type { Balance } from '../../../../src-shared/market.ts'
import type { Money } from '../../../../src-shared/money.ts'
import type { Order, OrderChange, OrderRequest, PlacedOrder } from '../../../../src-shared/order.ts'
import type { CredentialsReport, EditedOrder, HistoryQuery, OrderReference } from '../../core/base-exchange-client.ts'
import type { Permit } from '../../http/permit.ts'
import type { DeadMansSwitch } from '../../orders/dead-man.ts'
import type { FillPage, FillQuery } from '../../orders/fill-pages.ts'

/**
 * One account spoken to in the paths and words of its kind. What each method promises is BaseExchangeClient's; beyond
 * that, none ends with Bitget's "wrong kind of account" (errors.ts, isWrongMode) after a write was acknowledged, so
 * that whoever gets it may ask again in the other dialect.
 */
export interface AccountDialect {
  balances(): Promise<readonly Balance[]>
  openOrders(symbol: string | null): Promise<readonly Order[]>
  closedOrders(query: HistoryQuery): Promise<readonly Order[]>
  fills(query: FillQuery): Promise<FillPage>
  order(reference: OrderReference): Promise<Order>
  place(request: OrderRequest, clientOrderId: string, permit: Permit): Promise<PlacedOrder>
  find(request: OrderRequest, clientOrderId: string): Promise<PlacedOrder | null>
  edit(reference: OrderReference, change: OrderChange, clientOrderId: string, permit: Permit): Promise<EditedOrder>
  cancel(reference: OrderReference): Promise<Order>
  credentials(): Promise<CredentialsReport>
  /** The account's dead man's switch; null: this kind has none. Seconds null: off. */
  readonly deadMan: {
    readonly range: DeadMansSwitch
    arm(seconds: number | null): Promise<void>
  } | null
  fees(symbol: string): Promise<{ readonly maker: Money; readonly taker: Money }>
}
