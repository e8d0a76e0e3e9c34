import type { Messages } from './messages.ts'

/** Why an order ended: one sentence for each kind of src-shared/end-reason.ts. */
export const endMessages = {
  'order.end.cancelled': { en: 'Cancelled at the account’s request', fr: 'Annulé à la demande du compte' },
  'order.end.cancelled_here': { en: 'Cancelled here', fr: 'Annulé ici' },
  'order.end.cancelled_elsewhere': {
    en: 'Cancelled at the exchange, not from here',
    fr: 'Annulé chez l’exchange, pas d’ici',
  },
  'order.end.replaced': { en: 'Replaced by another order', fr: 'Remplacé par un autre ordre' },
  'order.end.cancelled_by_exchange': {
    en: 'Cancelled by the exchange itself',
    fr: 'Annulé par l’exchange lui-même',
  },
  'order.end.self_trade_prevention': {
    en: 'Ended to avoid trading against another order of the same account',
    fr: 'Arrêté pour ne pas s’exécuter contre un autre ordre du même compte',
  },
  'order.end.post_only_would_take': {
    en: 'Post-only: it would have been executed at once',
    fr: 'Post-only : il aurait été exécuté immédiatement',
  },
  'order.end.not_filled_at_once': {
    en: 'Could not be filled at once (IOC or FOK)',
    fr: 'N’a pas pu être exécuté immédiatement (IOC ou FOK)',
  },
  'order.end.no_liquidity': {
    en: 'Too few orders on the other side of the book',
    fr: 'Trop peu d’ordres en face dans le carnet',
  },
  'order.end.price_protection': {
    en: 'Stopped by the exchange’s price protection',
    fr: 'Arrêté par la protection de prix de l’exchange',
  },
  'order.end.insufficient_balance': { en: 'Not enough balance', fr: 'Solde insuffisant' },
  'order.end.time_expired': { en: 'Its validity ran out', fr: 'Arrivé au bout de sa durée de validité' },
  'order.end.other_exit': {
    en: 'The other exit of its pair was triggered',
    fr: 'L’autre sortie de sa paire s’est déclenchée',
  },
  'order.end.entry_ended': {
    en: 'The entry that it belonged to ended first',
    fr: 'L’ordre d’entrée dont il dépendait a pris fin avant lui',
  },
  'order.end.refused_at_trigger': {
    en: 'Refused by the exchange when it was to be placed',
    fr: 'Refusé par l’exchange au moment de le passer',
  },
  'order.end.market_halted': { en: 'Trading was halted', fr: 'Les échanges ont été suspendus' },
  'order.end.not_told': {
    en: 'The exchange does not say why',
    fr: 'L’exchange ne dit pas pourquoi',
  },
  'order.end.unknown': { en: 'The exchange says: “{word}”', fr: 'L’exchange dit : « {word} »' },
} as const satisfies Messages
