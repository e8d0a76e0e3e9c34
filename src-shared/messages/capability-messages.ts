import type { Messages } from './messages.ts'

/** What an exchange may lack, as the end of “… does not offer …”: see `order.capability.unsupported`. */
export const capabilityMessages = {
  'capability.market_buy_base': {
    en: 'market buys sized in base units',
    fr: 'd’achat au marché en unités de base',
  },
  'capability.market_buy_quote': {
    en: 'market buys sized in quote units',
    fr: 'd’achat au marché en unités de cotation',
  },
  'capability.market_sell_base': {
    en: 'market sales sized in base units',
    fr: 'de vente au marché en unités de base',
  },
  'capability.market_sell_quote': {
    en: 'market sales sized in quote units',
    fr: 'de vente au marché en unités de cotation',
  },
  'capability.post_only': { en: 'post-only orders', fr: 'd’ordres post-only' },
  'capability.trailing': { en: 'trailing stops', fr: 'de stops suiveurs' },
  'capability.this_trailing': { en: 'this trailing stop', fr: 'ce stop suiveur' },
  'capability.trailing_activation': {
    en: 'trailing stops that wait for an activation price',
    fr: 'de stops suiveurs qui attendent un prix d’activation',
  },
  'capability.trailing_limit': {
    en: 'trailing stops with a limit price',
    fr: 'de stops suiveurs à prix limite',
  },
  'capability.oco': { en: 'OCO pairs', fr: 'de paires OCO' },
  'capability.exits_with_market_entry': {
    en: 'exits attached to a market entry',
    fr: 'de sorties attachées à une entrée au marché',
  },
  'capability.exits_with_limit_entry': {
    en: 'exits attached to a limit entry',
    fr: 'de sorties attachées à une entrée limite',
  },
  'capability.both_exits': {
    en: 'a take-profit and a stop-loss on one entry',
    fr: 'à la fois un take-profit et un stop-loss sur une même entrée',
  },
  'capability.stop_loss_with_entry': {
    en: 'a stop-loss attached to the entry',
    fr: 'de stop-loss attaché à l’entrée',
  },
  'capability.take_profit_with_entry': {
    en: 'a take-profit attached to the entry',
    fr: 'de take-profit attaché à l’entrée',
  },
  'capability.market_exits': { en: 'market exits', fr: 'de sorties au marché' },
  'capability.limit_exits': { en: 'exits with a limit price', fr: 'de sorties à prix limite' },
  'capability.this_exit': { en: 'an exit of this kind', fr: 'de sortie de ce type' },
  'capability.dry_run': { en: 'a dry run', fr: 'd’essai à blanc' },
  'capability.conditional_fok': {
    en: 'fill-or-kill on conditional orders',
    fr: 'de fill-or-kill sur les ordres conditionnels',
  },
  'capability.timeframe': { en: 'candles of this timeframe', fr: 'de bougies de cette unité de temps' },
} as const satisfies Messages

/** What is missing, by the last part of its key. */
export type CapabilityName = keyof typeof capabilityMessages extends `capability.${infer Name}` ? Name : never
