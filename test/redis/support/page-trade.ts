import { py } from './django-client.ts'

/** What Django's page sends with create_and_execute_trade: a purchase at market for 60 USDT. */
export function pageTrade(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    broker_id: 1,
    symbol: 'BTC/USDT',
    side: 'buy',
    order_type: 'market',
    quantity: py('0.001'),
    total_value: py('60.0'),
    price: null,
    stop_loss_price: null,
    take_profit_price: null,
    trigger_price: null,
    trade_type: 'manual',
    source: 'trading_manual',
    demandeur: 'Trading Manuel',
    action: 'create_and_execute_trade',
    user_id: 1,
    ...change,
  }
}
