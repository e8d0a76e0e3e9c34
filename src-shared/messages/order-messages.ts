import type { Messages } from './messages.ts'

/** Refusals of an order before anything is sent. Each names the field and the limit. */
export const orderMessages = {
  'order.symbol.unknown': {
    en: '{symbol} is not listed on {exchange}.',
    fr: '{symbol} n’est pas coté sur {exchange}.',
  },
  'order.symbol.not_trading': {
    en: '{symbol} does not accept new orders at the moment ({status}).',
    fr: '{symbol} n’accepte pas de nouvel ordre en ce moment ({status}).',
  },
  'order.field.missing': { en: 'The field {field} is required.', fr: 'Le champ {field} est obligatoire.' },
  'order.field.not_a_number': {
    en: 'The field {field} must be a decimal number, not {value}.',
    fr: 'Le champ {field} doit être un nombre décimal, pas {value}.',
  },
  'order.field.not_positive': {
    en: 'The field {field} must be greater than 0, not {value}.',
    fr: 'Le champ {field} doit être supérieur à 0, pas {value}.',
  },
  'order.field.invalid': {
    en: 'The field {field} must be one of {allowed}, not {value}.',
    fr: 'Le champ {field} doit être l’une des valeurs {allowed}, pas {value}.',
  },
  'order.field.too_long': {
    en: 'The field {field} may have at most {maximum} characters.',
    fr: 'Le champ {field} peut avoir au plus {maximum} caractères.',
  },
  'order.quantity.below_step': {
    en: 'The field {field} is {value}, less than the smallest step {step} of {symbol}.',
    fr: 'Le champ {field} vaut {value}, moins que le plus petit pas {step} de {symbol}.',
  },
  'order.quantity.below_minimum': {
    en: 'The field {field} is {value}, below the minimum of {minimum} {asset} on {symbol}.',
    fr: 'Le champ {field} vaut {value}, sous le minimum de {minimum} {asset} sur {symbol}.',
  },
  'order.quantity.above_maximum': {
    en: 'The field {field} is {value}, above the maximum of {maximum} {asset} on {symbol}.',
    fr: 'Le champ {field} vaut {value}, au-dessus du maximum de {maximum} {asset} sur {symbol}.',
  },
  'order.price.off_step': {
    en: 'The field {field} is {value}, not a multiple of the price step {step} of {symbol}.',
    fr: 'Le champ {field} vaut {value}, qui n’est pas un multiple du pas de prix {step} de {symbol}.',
  },
  'order.price.out_of_range': {
    en: 'The field {field} is {value}; {symbol} accepts prices from {minimum} to {maximum}.',
    fr: 'Le champ {field} vaut {value} ; {symbol} accepte des prix de {minimum} à {maximum}.',
  },
  'order.price.out_of_band': {
    en: 'The field {field} is {value}, too far from the market; {symbol} accepts from {minimum} to {maximum} now.',
    fr: 'Le champ {field} vaut {value}, trop loin du marché ; {symbol} accepte de {minimum} à {maximum} maintenant.',
  },
  'order.notional.below_minimum': {
    en: 'The order is worth {value} {asset}, below the minimum of {minimum} {asset} on {symbol} ({field}).',
    fr: 'L’ordre vaut {value} {asset}, sous le minimum de {minimum} {asset} sur {symbol} ({field}).',
  },
  'order.notional.above_maximum': {
    en: 'The order is worth {value} {asset}, above the maximum of {maximum} {asset} on {symbol} ({field}).',
    fr: 'L’ordre vaut {value} {asset}, au-dessus du maximum de {maximum} {asset} sur {symbol} ({field}).',
  },
  'order.kind.unsupported': {
    en: '{symbol} on {exchange} does not offer orders of the type {kind}.',
    fr: '{symbol} sur {exchange} n’offre pas d’ordre de type {kind}.',
  },
  'order.capability.unsupported': {
    en: '{symbol} on {exchange} does not offer {capability}.',
    fr: '{symbol} sur {exchange} n’offre pas {capability}.',
  },
  'order.post_only.time_in_force': {
    en: 'A post-only order must stay open (GTC), not {timeInForce}.',
    fr: 'Un ordre post-only doit rester ouvert (GTC), pas {timeInForce}.',
  },
  'order.exits.wrong_side': {
    en: 'The field {field} is {value}, on the wrong side of {reference}: a {role} must be {relation} it.',
    fr: 'Le champ {field} vaut {value}, du mauvais côté de {reference} : un {role} doit être {relation}.',
  },
  'order.trailing.out_of_range': {
    en: 'The field trailingBips is {value}; {symbol} accepts from {minimum} to {maximum} basis points.',
    fr: 'Le champ trailingBips vaut {value} ; {symbol} accepte de {minimum} à {maximum} points de base.',
  },
  'order.not_found': {
    en: 'The exchange knows no open order {orderId} on {symbol}.',
    fr: 'L’exchange ne connaît aucun ordre ouvert {orderId} sur {symbol}.',
  },
  'order.edit.nothing': { en: 'Nothing to change on this order.', fr: 'Rien à changer sur cet ordre.' },
  'order.outcome.unknown': {
    en: 'The exchange did not confirm the order; its outcome is being checked (client id {clientOrderId}). Do not send it again.',
    fr: 'L’exchange n’a pas confirmé l’ordre ; son sort est en cours de vérification (id client {clientOrderId}). Ne le renvoyez pas.',
  },
  'order.outcome.not_placed': {
    en: 'The order never reached the exchange (verified by client id {clientOrderId}).',
    fr: 'L’ordre n’est jamais arrivé à l’exchange (vérifié par l’id client {clientOrderId}).',
  },
  'order.duplicate_request': {
    en: 'The request {requestId} was already used for another order.',
    fr: 'La requête {requestId} a déjà servi à un autre ordre.',
  },
  'order.note.market_entry_as_limit': {
    en: 'Sent as a fill-or-kill limit order at {price}, since {exchange} attaches exits to limit orders only.',
    fr: 'Envoyé comme ordre limite fill-or-kill à {price}, car {exchange} n’attache des sorties qu’aux ordres limite.',
  },
  'order.note.exits_gross_of_fees': {
    en: 'The exits cover the quantity bought; if the fee is taken from it, {exchange} may refuse them at trigger time.',
    fr: 'Les sorties couvrent la quantité achetée ; si les frais y sont prélevés, {exchange} peut les refuser au déclenchement.',
  },
} as const satisfies Messages
