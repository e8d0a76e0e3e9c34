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
  'order.count.limit': {
    en: 'This account already has {count} open {what} on {symbol}; {exchange} allows {limit} there. Cancel one before placing another; nothing was sent.',
    fr: 'Ce compte a déjà {count} {what} ouverts sur {symbol} ; {exchange} y en permet {limit}. Annulez-en un avant d’en passer un autre ; rien n’a été envoyé.',
  },
  'order.count.orders': { en: 'orders', fr: 'ordres' },
  'order.count.conditional': { en: 'stop and take-profit orders', fr: 'ordres stop et take-profit' },
  'order.count.icebergs': { en: 'iceberg orders', fr: 'ordres iceberg' },
  'order.count.lists': { en: 'groups of linked orders', fr: 'groupes d’ordres liés' },
  'order.market.halted': { en: 'trading is halted', fr: 'les échanges sont suspendus' },
  'order.market.cancel_only': {
    en: 'orders may only be cancelled',
    fr: 'les ordres peuvent seulement être annulés',
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
  'order.price.adjusted': {
    en: 'The field {field} was {asked}; {used} was used instead, to match the price step {step} of {symbol}.',
    fr: 'Le champ {field} valait {asked} ; {used} a été utilisé à la place, pour respecter le pas de prix {step} de {symbol}.',
  },
  'order.price.out_of_range': {
    en: 'The field {field} is {value}; {symbol} accepts prices from {minimum} to {maximum}.',
    fr: 'Le champ {field} vaut {value} ; {symbol} accepte des prix de {minimum} à {maximum}.',
  },
  'order.price.out_of_band': {
    en: 'The field {field} is {value}, too far from the market; {symbol} currently accepts from {minimum} to {maximum}.',
    fr: 'Le champ {field} vaut {value}, trop loin du marché ; {symbol} accepte actuellement de {minimum} à {maximum}.',
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
    en: 'A post-only order must be good till cancelled (GTC), not {timeInForce}.',
    fr: 'Un ordre post-only doit être valable jusqu’à annulation (GTC), pas {timeInForce}.',
  },
  'order.trigger.must_be_above': {
    en: 'The field {field} is {value}; it must be above {reference}.',
    fr: 'Le champ {field} vaut {value} ; il doit être au-dessus de {reference}.',
  },
  'order.trigger.must_be_below': {
    en: 'The field {field} is {value}; it must be below {reference}.',
    fr: 'Le champ {field} vaut {value} ; il doit être au-dessous de {reference}.',
  },
  'order.exits.with_ioc': {
    en: 'An IOC entry (field {field}) cannot carry exits: a partial fill would stay unprotected. Use GTC or FOK.',
    fr: 'Une entrée IOC (champ {field}) ne peut pas porter de sorties : une exécution partielle resterait sans protection. Utilisez GTC ou FOK.',
  },
  'order.book.empty': {
    en: 'There is no price on the other side of the order book of {symbol}; nothing was sent.',
    fr: 'Il n’y a aucun prix de l’autre côté du carnet de {symbol} ; rien n’a été envoyé.',
  },
  'order.edit.not_open': {
    en: 'The order {orderId} is no longer open ({status}); nothing was changed.',
    fr: 'L’ordre {orderId} n’est plus ouvert ({status}) ; rien n’a été changé.',
  },
  'order.edit.unsupported': {
    en: '{exchange} cannot change this on an order of the type {kind}; cancel it and place another.',
    fr: '{exchange} ne peut pas changer cela sur un ordre de type {kind} ; annulez-le et passez-en un autre.',
  },
  'order.edit.list_member': {
    en: 'This order is tied to other orders, which replacing it would cancel; only its quantity can be reduced.',
    fr: 'Cet ordre est lié à d’autres, que son remplacement annulerait ; seule sa quantité peut être réduite.',
  },
  'order.edit.partially_filled': {
    en: 'This order has begun to fill; cancel it and place the rest anew.',
    fr: 'Cet ordre a commencé à s’exécuter ; annulez-le et repassez le reste.',
  },
  'order.edit.cancelled_not_replaced': {
    en: 'The order {orderId} was cancelled, but its replacement was refused: {reason}. No order remains.',
    fr: 'L’ordre {orderId} a été annulé, mais son remplaçant a été refusé : {reason}. Il ne reste aucun ordre.',
  },
  'order.edit.cancelled_replacement_unknown': {
    en: 'The order {orderId} was cancelled; whether its replacement was placed is being checked. Do not send it again.',
    fr: 'L’ordre {orderId} a été annulé ; on vérifie si son remplaçant a été placé. Ne le renvoyez pas.',
  },
  'order.note.exits_after_full_fill': {
    en: 'The exits become active only once the entry has filled completely; until then a partial fill is unprotected.',
    fr: 'Les sorties ne deviennent actives qu’une fois l’entrée entièrement exécutée ; jusque-là, une exécution partielle n’est pas protégée.',
  },
  'order.trailing.out_of_range': {
    en: 'The field trailingBips is {value}; {symbol} accepts from {minimum} to {maximum} basis points.',
    fr: 'Le champ trailingBips vaut {value} ; {symbol} accepte de {minimum} à {maximum} points de base.',
  },
  'order.not_found': {
    en: 'The exchange knows no open order {orderId} on {symbol}.',
    fr: 'L’exchange ne connaît aucun ordre ouvert {orderId} sur {symbol}.',
  },
  'order.not_found_open': {
    en: 'This account has no open order {orderId}.',
    fr: 'Ce compte n’a aucun ordre ouvert {orderId}.',
  },
  'order.cancel.unknown': {
    en: 'The exchange did not confirm the cancellation of the order {orderId}; it is being checked.',
    fr: 'L’exchange n’a pas confirmé l’annulation de l’ordre {orderId} ; elle est en cours de vérification.',
  },
  'order.cancel.not_done': {
    en: 'The cancellation of the order {orderId} had no effect (verified at the exchange); the order is still open.',
    fr: 'L’annulation de l’ordre {orderId} n’a pas eu d’effet (vérifié auprès de l’exchange) ; l’ordre est toujours ouvert.',
  },
  'order.edit.unknown': {
    en: 'The exchange did not confirm the change of the order {orderId}; it is being checked. Do not send it again.',
    fr: 'L’exchange n’a pas confirmé la modification de l’ordre {orderId} ; elle est en cours de vérification. Ne la renvoyez pas.',
  },
  'order.edit.not_done': {
    en: 'The change of the order {orderId} had no effect (verified at the exchange).',
    fr: 'La modification de l’ordre {orderId} n’a pas eu d’effet (vérifié auprès de l’exchange).',
  },
  'order.edit.replacement_missing': {
    en: 'The order {orderId} is no longer open ({status}) and no replacement was placed (verified at the exchange).',
    fr: 'L’ordre {orderId} n’est plus ouvert ({status}) et aucun remplaçant n’a été placé (vérifié auprès de l’exchange).',
  },
  'order.account_settling': {
    en: 'Orders of {name} from before the restart are still being checked; nothing was sent. Try again in a moment.',
    fr: 'Des ordres de {name} d’avant le redémarrage sont encore en cours de vérification ; rien n’a été envoyé. Réessayez dans un instant.',
  },
  'order.journal_damaged': {
    en: 'The order journal is damaged. A copy is kept as {file}; what can still be read is shown, and no order is sent until you start a new journal. Check at the exchange the orders that were still in doubt.',
    fr: 'Le journal des ordres est endommagé. Une copie est gardée sous {file} ; ce qui est encore lisible est affiché, et aucun ordre n’est envoyé tant que vous n’avez pas commencé un nouveau journal. Vérifiez auprès de l’exchange les ordres encore incertains.',
  },
  'order.journal_not_damaged': {
    en: 'The order journal is not damaged.',
    fr: 'Le journal des ordres n’est pas endommagé.',
  },
  'order.journal_read_only': {
    en: 'The order journal is damaged and can only be read (copy: {file}); nothing was sent. Start a new journal first.',
    fr: 'Le journal des ordres est endommagé et ne peut qu’être lu (copie : {file}) ; rien n’a été envoyé. Commencez d’abord un nouveau journal.',
  },
  'order.journal_gone': {
    en: 'The order journal {file} was removed or replaced while the gateway was running: no order is sent. What it held was saved as {copy}; a new journal will start from that copy.',
    fr: 'Le journal des ordres {file} a été supprimé ou remplacé alors que la passerelle était en marche : aucun ordre n’est envoyé. Son contenu a été sauvé sous {copy} ; un nouveau journal repartira de cette copie.',
  },
  'order.journal_gone_unsaved': {
    en: 'The order journal {file} was removed or replaced while the gateway was running, and what it held could not be saved: no order is sent. Put it back, or start a new journal.',
    fr: 'Le journal des ordres {file} a été supprimé ou remplacé alors que la passerelle était en marche, et son contenu n’a pas pu être sauvé : aucun ordre n’est envoyé. Remettez-le en place ou commencez un nouveau journal.',
  },
  'order.journal_gone_not_sent': {
    en: 'The order journal {file} was removed or replaced while the gateway was running; nothing was sent.',
    fr: 'Le journal des ordres {file} a été supprimé ou remplacé alors que la passerelle était en marche ; rien n’a été envoyé.',
  },
  'order.journal_lost': {
    en: 'The order journal of this folder was lost, in whole or in part. A kill switch that was set, limits already used, orders in doubt and exits held here may be forgotten: the kill switch is now set to halted. Look at the open orders at the exchanges before you set it back to active.',
    fr: 'Le journal des ordres de ce dossier a été perdu, en tout ou en partie. Un coupe-circuit enclenché, des limites déjà consommées, des ordres incertains et des sorties tenues ici peuvent avoir été oubliés : le coupe-circuit est maintenant sur « arrêté ». Regardez les ordres ouverts chez les exchanges avant de le remettre sur « actif ».',
  },
  'order.journal_rows_unreadable': {
    en: 'This version cannot read some lines of the order journal: {rows}. What they stand for, exits included, is no longer followed: look after it at the exchange.',
    fr: 'Cette version ne peut pas lire certaines lignes du journal des ordres : {rows}. Ce qu’elles représentent, sorties comprises, n’est plus suivi : occupez-vous-en auprès de l’exchange.',
  },
  'order.edit.nothing': { en: 'Nothing to change on this order.', fr: 'Rien à changer sur cet ordre.' },
  'order.outcome.unknown': {
    en: 'The exchange did not confirm the order; its outcome is being checked (client id {clientOrderId}). Do not send it again.',
    fr: 'L’exchange n’a pas confirmé l’ordre ; son sort est en cours de vérification (id client {clientOrderId}). Ne le renvoyez pas.',
  },
  'order.outcome.pending': {
    en: 'The order is on its way and not confirmed yet (client id {clientOrderId}). Do not send it again; its outcome follows.',
    fr: 'L’ordre est en route et pas encore confirmé (id client {clientOrderId}). Ne le renvoyez pas ; son sort sera connu ensuite.',
  },
  'order.outcome.not_placed': {
    en: 'The order never reached the exchange (verified by client id {clientOrderId}).',
    fr: 'L’ordre n’est jamais arrivé à l’exchange (vérifié par l’id client {clientOrderId}).',
  },
  'order.outcome.needs_attention': {
    en: 'What became of this order (client id {clientOrderId}) could not be found out. It is not sent again; look it up at the exchange and say in the journal what happened.',
    fr: 'Le sort de cet ordre (id client {clientOrderId}) n’a pas pu être établi. Il n’est pas renvoyé ; regardez chez l’exchange et indiquez dans le journal ce qu’il en est.',
  },
  'order.outcome.settled_by_hand': {
    en: 'A person checked: nothing was placed (client id {clientOrderId}).',
    fr: 'Une personne a vérifié : rien n’a été placé (id client {clientOrderId}).',
  },
  'order.not_in_journal': {
    en: 'The journal has no operation {journalId}.',
    fr: 'Le journal n’a pas d’opération {journalId}.',
  },
  'order.not_in_doubt': {
    en: 'This order is not in doubt (any more).',
    fr: 'Le sort de cet ordre n’est pas (ou plus) incertain.',
  },
  'order.duplicate_request': {
    en: 'The request {requestId} was already used for another order.',
    fr: 'La requête {requestId} a déjà servi à un autre ordre.',
  },
  'order.note.market_entry_as_limit': {
    en: 'Sent as a fill-or-kill limit order at {price}, since {exchange} attaches exits to limit orders only.',
    fr: 'Envoyé comme ordre limite fill-or-kill à {price}, car {exchange} n’attache des sorties qu’aux ordres limite.',
  },
  'order.note.exit_refused': {
    en: '{exchange} refused the exit {orderId} when it was to be placed: it does not protect the position. Place it again by hand.',
    fr: '{exchange} a refusé la sortie {orderId} au moment de la placer : elle ne protège pas la position. Replacez-la à la main.',
  },
  'order.note.exits_gross_of_fees': {
    en: 'The exits cover the quantity bought; if the fee is taken from it, {exchange} may refuse them when they trigger.',
    fr: 'Les sorties couvrent la quantité achetée ; si les frais y sont prélevés, {exchange} peut les refuser au déclenchement.',
  },
} as const satisfies Messages
