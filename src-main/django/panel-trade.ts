import type { Account } from '../../src-shared/account.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import type { OrderRequest } from '../../src-shared/order.ts'

/** An order of this application's window, as Django's table of trades asks for it. */
export function panelTrade(
  { id, brokerId, userId }: Pick<Account, 'id' | 'brokerId' | 'userId'>,
  request: OrderRequest,
  clientOrderId: string,
): NewTrade {
  return {
    clientOrderId,
    accountId: id,
    brokerId,
    userId,
    request,
    orderType: typeOf(request),
    tradeType: 'manual',
    source: 'gateway_panel',
    existingOrder: null,
    quantity: null,
    totalValue: null,
  }
}

/** In Django's words (docs/wire-contract.md §5.3). */
function typeOf(request: OrderRequest): string {
  if (request.kind === 'oco') return 'sl_tp_combo'
  return request.kind === 'take_profit_limit' ? 'tp_limit' : request.kind
}
