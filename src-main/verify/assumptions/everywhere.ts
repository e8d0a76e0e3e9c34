import type { ExchangeName } from '../../../src-shared/account.ts'
import { type Assumption, behaviour } from './assumption.ts'

/** The sections of an exchange's page of facts that the common assumptions stand in. */
export interface Sections {
  readonly key: string
  readonly markets: string
  readonly account: string
  readonly orders: string
  readonly history: string
}

/** What every client relies on, whatever the exchange. */
export function everywhere(exchange: ExchangeName, sections: Sections): readonly Assumption[] {
  const at = (section: string): string => `docs/exchanges/${exchange}.md ${section}`
  const { key, markets, account, orders, history } = sections
  return [
    behaviour(`${exchange}.key.accepted`, at(key), 'key.accepted', 'verify.assumption.key_accepted'),
    behaviour(`${exchange}.key.trade_right`, at(key), 'key.trade_right_told', 'verify.assumption.trade_right'),
    behaviour(`${exchange}.markets.readable`, at(markets), 'markets.readable', 'verify.assumption.markets'),
    behaviour(`${exchange}.markets.steps`, at(markets), 'prices.on_step', 'verify.assumption.price_steps'),
    behaviour(`${exchange}.ticker.readable`, at(markets), 'ticker.readable', 'verify.assumption.ticker'),
    behaviour(`${exchange}.book.readable`, at(markets), 'book.readable', 'verify.assumption.book'),
    behaviour(`${exchange}.book.sorted`, at(markets), 'book.sorted', 'verify.assumption.book_sorted'),
    behaviour(`${exchange}.candles.readable`, at(markets), 'candles.readable', 'verify.assumption.candles'),
    behaviour(`${exchange}.candles.order`, at(markets), 'candles.in_order', 'verify.assumption.candle_columns'),
    behaviour(`${exchange}.fees.readable`, at(account), 'fees.readable', 'verify.assumption.fees'),
    behaviour(`${exchange}.fees.fractions`, at(account), 'fees.fractions', 'verify.assumption.fee_unit'),
    behaviour(`${exchange}.balances.readable`, at(account), 'balances.readable', 'verify.assumption.balances'),
    behaviour(`${exchange}.open_orders.readable`, at(orders), 'open_orders.readable', 'verify.assumption.open_orders'),
    behaviour(
      `${exchange}.open_orders.one_symbol`,
      at(orders),
      'open_orders.one_symbol',
      'verify.assumption.open_orders_of_symbol',
    ),
    behaviour(`${exchange}.history.readable`, at(history), 'history.readable', 'verify.assumption.history'),
    behaviour(`${exchange}.history.all_ended`, at(history), 'history.all_ended', 'verify.assumption.history_ended'),
    behaviour(`${exchange}.history.looks_back`, at(history), 'history.looks_back', 'verify.assumption.history_window'),
    behaviour(`${exchange}.history.found_by_id`, at(history), 'history.found_by_id', 'verify.assumption.history_by_id'),
    behaviour(`${exchange}.orders.status_words`, at(orders), 'orders.status_known', 'verify.assumption.status_words'),
    behaviour(
      `${exchange}.lookup.unknown_client_id`,
      at(orders),
      'lookup.unknown_by_client_id',
      'verify.assumption.unknown_client_id',
    ),
    behaviour(
      `${exchange}.lookup.unknown_is_none`,
      at(orders),
      'lookup.unknown_is_none',
      'verify.assumption.unknown_is_none',
    ),
    ...traded(exchange, at(orders), at(history)),
  ]
}

function traded(exchange: ExchangeName, orders: string, history: string): readonly Assumption[] {
  const options = { traded: true }
  return [
    behaviour(`${exchange}.rules.hold`, orders, 'rules.hold', 'verify.assumption.rules', options),
    behaviour(`${exchange}.limit.accepted`, orders, 'limit.accepted', 'verify.assumption.limit', options),
    behaviour(`${exchange}.limit.as_asked`, orders, 'limit.as_asked', 'verify.assumption.limit_as_asked', options),
    behaviour(
      `${exchange}.limit.client_id`,
      orders,
      'limit.client_id_echoed',
      'verify.assumption.client_id_echoed',
      options,
    ),
    behaviour(`${exchange}.limit.by_id`, orders, 'limit.found_by_id', 'verify.assumption.by_id', options),
    behaviour(
      `${exchange}.limit.by_client_id`,
      orders,
      'limit.found_by_client_id',
      'verify.assumption.by_client_id',
      options,
    ),
    behaviour(`${exchange}.limit.listed`, orders, 'limit.listed_open', 'verify.assumption.listed_open', options),
    behaviour(`${exchange}.limit.freezes`, orders, 'limit.freezes', 'verify.assumption.limit_freezes', options),
    behaviour(`${exchange}.cancel.final`, orders, 'cancel.final', 'verify.assumption.cancelled', options),
    behaviour(`${exchange}.cancel.frees`, orders, 'cancel.frees', 'verify.assumption.cancel_frees', options),
    behaviour(`${exchange}.ended.by_id`, history, 'ended.found_by_id', 'verify.assumption.ended_by_id', options),
    behaviour(
      `${exchange}.ended.by_client_id`,
      history,
      'ended.found_by_client_id',
      'verify.assumption.ended_by_client_id',
      options,
    ),
    behaviour(`${exchange}.ended.history`, history, 'ended.in_history', 'verify.assumption.ended_in_history', options),
    behaviour(`${exchange}.post_only.accepted`, orders, 'post_only.accepted', 'verify.assumption.post_only', {
      ...options,
      switchable: 'post_only',
    }),
    behaviour(`${exchange}.post_only.shown`, orders, 'post_only.shown', 'verify.assumption.post_only_shown', {
      ...options,
      switchable: 'post_only',
    }),
  ]
}
