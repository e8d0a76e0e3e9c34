import type { Messages } from './messages.ts'

/** What “check this account” does and finds: steps, what a client relies on, and why something was not seen. */
export const verifyMessages = {
  'verify.already_running': {
    en: '{name} is already being checked.',
    fr: '{name} est déjà en cours de vérification.',
  },
  'verify.notice.left': {
    en: 'A check of {name} was cut off and may have left orders standing: {orders}. Check the account again; they will be cancelled first.',
    fr: 'Une vérification de {name} a été interrompue et a peut-être laissé des ordres en place : {orders}. Vérifiez de nouveau le compte : ils seront annulés d’abord.',
  },
  'verify.name_not_typed': {
    en: 'To let this check place orders, type the name of the account, {name}. Nothing was sent.',
    fr: 'Pour autoriser cette vérification à passer des ordres, tapez le nom du compte, {name}. Rien n’a été envoyé.',
  },
  'verify.no_desk': {
    en: 'Orders can be placed only where nothing else uses this data folder.',
    fr: 'On ne peut passer des ordres que si rien d’autre n’utilise ce dossier de données.',
  },
  'verify.too_late': {
    en: 'The check waited too long for this order; it was not sent.',
    fr: 'La vérification a attendu cet ordre trop longtemps ; il n’a pas été envoyé.',
  },
  'verify.buy': {
    en: 'bought',
    fr: 'acheté',
  },
  'verify.sell': {
    en: 'sold',
    fr: 'vendu',
  },
  'verify.title.clean_up': {
    en: 'Clean up after an earlier check',
    fr: 'Nettoyer après une vérification précédente',
  },
  'verify.title.rights': {
    en: 'Rights of the key',
    fr: 'Droits de la clé',
  },
  'verify.title.clock': {
    en: 'Clock of the exchange',
    fr: 'Horloge de l’exchange',
  },
  'verify.title.balances': {
    en: 'Balances',
    fr: 'Soldes',
  },
  'verify.title.markets': {
    en: 'Markets',
    fr: 'Marchés',
  },
  'verify.title.prices': {
    en: 'Prices, order book and candles',
    fr: 'Cours, carnet d’ordres et bougies',
  },
  'verify.title.fees': {
    en: 'Fees',
    fr: 'Frais',
  },
  'verify.title.open_orders': {
    en: 'Open orders',
    fr: 'Ordres ouverts',
  },
  'verify.title.history': {
    en: 'Finished orders',
    fr: 'Ordres terminés',
  },
  'verify.title.lookup': {
    en: 'An order that does not exist',
    fr: 'Un ordre qui n’existe pas',
  },
  'verify.title.plan': {
    en: 'Amount at risk',
    fr: 'Montant engagé',
  },
  'verify.title.dry_run': {
    en: 'Dry run',
    fr: 'Essai à blanc',
  },
  'verify.title.limit': {
    en: 'A limit purchase far from the market: placed, read, changed, cancelled',
    fr: 'Un achat limite loin du marché : passé, relu, modifié, annulé',
  },
  'verify.title.post_only': {
    en: 'A post-only purchase far from the market',
    fr: 'Un achat post-only loin du marché',
  },
  'verify.title.exits': {
    en: 'A purchase far from the market, with take-profit and stop-loss',
    fr: 'Un achat loin du marché, avec take-profit et stop-loss',
  },
  'verify.title.conditional': {
    en: 'A stop order far from the market',
    fr: 'Un ordre stop loin du marché',
  },
  'verify.title.trailing': {
    en: 'A trailing stop far from the market',
    fr: 'Un stop suiveur loin du marché',
  },
  'verify.title.oco': {
    en: 'An OCO pair far from the market',
    fr: 'Une paire OCO loin du marché',
  },
  'verify.title.route_open': {
    en: 'Connection for orders over WebSocket',
    fr: 'Connexion WebSocket pour les ordres',
  },
  'verify.title.route_used': {
    en: 'Orders over WebSocket',
    fr: 'Ordres par WebSocket',
  },
  'verify.title.dead_man': {
    en: 'Dead man’s switch',
    fr: 'Minuterie d’homme mort',
  },
  'verify.title.tidy': {
    en: 'Nothing left behind',
    fr: 'Rien ne reste en place',
  },
  'verify.step.no_answer': {
    en: 'The exchange gave no usable answer.',
    fr: 'L’exchange n’a donné aucune réponse exploitable.',
  },
  'verify.step.may_trade': {
    en: 'The key reads and trades.',
    fr: 'La clé permet de lire et de passer des ordres.',
  },
  'verify.step.reads_only': {
    en: 'The key reads; it may not trade.',
    fr: 'La clé permet de lire, pas de passer des ordres.',
  },
  'verify.step.clock': {
    en: '{offset} ms from ours.',
    fr: '{offset} ms d’écart avec la nôtre.',
  },
  'verify.step.no_market': {
    en: 'No market is open.',
    fr: 'Aucun marché n’est ouvert.',
  },
  'verify.step.markets': {
    en: '{count} markets; this check looks at {symbol}.',
    fr: '{count} marchés ; cette vérification porte sur {symbol}.',
  },
  'verify.step.balances': {
    en: 'Assets held: {count}.',
    fr: 'Actifs détenus : {count}.',
  },
  'verify.step.prices': {
    en: '{symbol} at {price}.',
    fr: '{symbol} à {price}.',
  },
  'verify.step.fees': {
    en: '{maker} % as maker, {taker} % as taker.',
    fr: '{maker} % en maker, {taker} % en taker.',
  },
  'verify.step.open_orders': {
    en: 'Open orders on the account: {count}.',
    fr: 'Ordres ouverts sur le compte : {count}.',
  },
  'verify.step.history': {
    en: 'Finished orders read on {symbol}: {count}.',
    fr: 'Ordres terminés relus sur {symbol} : {count}.',
  },
  'verify.step.risk': {
    en: 'At most {most} {asset} on {symbol}, should an order fill after all.',
    fr: 'Au plus {most} {asset} sur {symbol}, si un ordre venait malgré tout à s’exécuter.',
  },
  'verify.step.route_live': {
    en: 'It is open, and the exchange answers on it.',
    fr: 'Elle est ouverte, et l’exchange y répond.',
  },
  'verify.step.route_not_live': {
    en: 'It could not be opened ({reason}): orders go by REST.',
    fr: 'Elle n’a pas pu s’ouvrir ({reason}) : les ordres passent par REST.',
  },
  'verify.step.route_used': {
    en: 'Requests to place, change and cancel orders: {count}, all of them over WebSocket.',
    fr: 'Demandes pour passer, modifier ou annuler un ordre : {count}, toutes par WebSocket.',
  },
  'verify.step.route_fell_back': {
    en: 'Requests to place, change and cancel orders that went by REST: {rest} of {count} ({reason}).',
    fr: 'Demandes pour passer, modifier ou annuler un ordre envoyées par REST : {rest} sur {count} ({reason}).',
  },
  'verify.step.not_taken': {
    en: 'The exchange did not accept the order.',
    fr: 'L’exchange n’a pas accepté l’ordre.',
  },
  'verify.step.filled': {
    en: 'The order filled: {quantity} {asset} {side}.',
    fr: 'L’ordre s’est exécuté : {quantity} {asset} {side}.',
  },
  'verify.step.cleaned_up': {
    en: 'Orders cancelled: {count}. Nothing is left standing.',
    fr: 'Ordres annulés : {count}. Il n’en reste aucun.',
  },
  'verify.step.clean_up_elsewhere': {
    en: 'An earlier check may have left orders standing. Check the account in the window of the running gateway, or stop the gateway and run this again.',
    fr: 'Une vérification précédente a peut-être laissé des ordres en place. Vérifiez le compte dans la fenêtre de la passerelle en service, ou arrêtez-la et relancez cette commande.',
  },
  'verify.step.left_standing': {
    en: 'These orders may still stand: {orders}. Look for them at the exchange and cancel them there.',
    fr: 'Impossible de s’assurer que ces ordres ont disparu : {orders}. Cherchez-les chez l’exchange et annulez-les là-bas.',
  },
  'verify.refused.closed': {
    en: '{symbol} accepts no orders at the moment.',
    fr: '{symbol} n’accepte pas d’ordres en ce moment.',
  },
  'verify.refused.kill_switch': {
    en: 'No order was placed: the kill switch does not let orders through.',
    fr: 'Aucun ordre n’a été passé : le coupe-circuit ne les laisse pas passer.',
  },
  'verify.refused.no_bound': {
    en: 'No order was placed: say how much {asset} may be at risk.',
    fr: 'Aucun ordre n’a été passé : indiquez combien de {asset} peuvent être engagés.',
  },
  'verify.refused.no_price': {
    en: 'No order was placed: no price far from the market can be found for {symbol}.',
    fr: 'Aucun ordre n’a été passé : impossible de trouver pour {symbol} un prix éloigné du marché.',
  },
  'verify.refused.open_work': {
    en: 'No order was placed: orders of this account whose outcome is not known: {count}.',
    fr: 'Aucun ordre n’a été passé : ordres de ce compte dont l’issue n’est pas connue : {count}.',
  },
  'verify.refused.over_bound': {
    en: 'No order was placed: the smallest order on {symbol} costs {cost} {asset}, and at most {most} {asset} may be at risk.',
    fr: 'Aucun ordre n’a été passé : le plus petit ordre sur {symbol} coûte {cost} {asset}, et au plus {most} {asset} peuvent être engagés.',
  },
  'verify.refused.reads_only': {
    en: 'No order was placed: the key of {name} may not trade.',
    fr: 'Aucun ordre n’a été passé : la clé de {name} ne le permet pas.',
  },
  'verify.refused.rights_unread': {
    en: 'No order was placed: the exchange has not yet said what the key of {name} may do.',
    fr: 'Aucun ordre n’a été passé : l’exchange n’a pas encore dit ce que permet la clé de {name}.',
  },
  'verify.refused.too_little': {
    en: 'No order was placed: {needed} {asset} are needed, and {free} are free.',
    fr: 'Aucun ordre n’a été passé : il faut {needed} {asset}, et {free} sont disponibles.',
  },
  'verify.remark.only_traded': {
    en: 'Only a check that places orders can show this.',
    fr: 'Seule une vérification qui passe des ordres peut le montrer.',
  },
  'verify.remark.not_reached': {
    en: 'The check did not get that far.',
    fr: 'La vérification n’est pas allée jusque-là.',
  },
  'verify.remark.not_asked': {
    en: 'This was not asked in this check.',
    fr: 'La question n’a pas été posée lors de cette vérification.',
  },
  'verify.remark.no_answer': {
    en: 'The exchange did not answer this.',
    fr: 'L’exchange n’y a pas répondu.',
  },
  'verify.remark.empty': {
    en: 'The list was empty.',
    fr: 'La liste était vide.',
  },
  'verify.remark.refused': {
    en: 'The exchange refuses it.',
    fr: 'L’exchange le refuse.',
  },
  'verify.remark.field_missing': {
    en: '{field} is missing.',
    fr: '{field} manque.',
  },
  'verify.remark.strange_status': {
    en: 'The status “{status}” is unknown.',
    fr: 'L’état « {status} » est inconnu.',
  },
  'verify.remark.not_offered': {
    en: 'Not offered here.',
    fr: 'Non proposé ici.',
  },
  'verify.remark.switched_off': {
    en: 'It is switched off for this account.',
    fr: 'C’est désactivé pour ce compte.',
  },
  'verify.remark.does': { en: 'It does.', fr: 'C’est le cas.' },
  'verify.remark.does_not': { en: 'It does not.', fr: 'Ce n’est pas le cas.' },
  'verify.remark.over_bound': {
    en: 'It would put {cost} {asset} at risk, more than is allowed.',
    fr: 'Cela engagerait {cost} {asset}, plus que ce qui est autorisé.',
  },
  'verify.remark.reduce_over_bound': {
    en: 'An order large enough to be reduced would put more at risk than is allowed.',
    fr: 'Un ordre assez grand pour être réduit engagerait plus que ce qui est autorisé.',
  },
  'verify.remark.too_little': {
    en: 'There is not enough {asset}.',
    fr: 'Il n’y a pas assez de {asset}.',
  },
  'verify.remark.no_coins': {
    en: 'The account holds too little {asset}: {needed} are needed.',
    fr: 'Le compte détient trop peu de {asset} : il en faut {needed}.',
  },
  'verify.remark.dead_man_in_use': {
    en: 'The account’s dead man’s switch is in use.',
    fr: 'La minuterie d’homme mort du compte est en service.',
  },
  'verify.remark.dead_man_stops': {
    en: 'It may cancel stop-losses, too, so it is not tried.',
    fr: 'Elle pourrait aussi annuler des stop-loss : elle n’est donc pas essayée.',
  },
  'verify.remark.orders_stand': {
    en: 'Other orders are open on the account, so it is not tried.',
    fr: 'D’autres ordres sont ouverts sur le compte : elle n’est donc pas essayée.',
  },
  'verify.assumption.fields': {
    en: '{endpoint} answers with {fields}.',
    fr: '{endpoint} répond avec {fields}.',
  },
  'verify.assumption.endpoint': {
    en: '{endpoint} answers this account.',
    fr: '{endpoint} répond à ce compte.',
  },
  'verify.assumption.says': {
    en: '{endpoint} answers with {text}.',
    fr: '{endpoint} répond avec {text}.',
  },
  'verify.assumption.key_accepted': {
    en: 'Signed requests are accepted.',
    fr: 'Les requêtes signées sont acceptées.',
  },
  'verify.assumption.trade_right': {
    en: 'The exchange tells whether the key may trade.',
    fr: 'L’exchange dit si la clé permet de passer des ordres.',
  },
  'verify.assumption.markets': {
    en: 'The list of markets can be read.',
    fr: 'La liste des marchés est lisible.',
  },
  'verify.assumption.price_steps': {
    en: 'Prices are multiples of the market’s price step.',
    fr: 'Les cours sont des multiples du pas de prix du marché.',
  },
  'verify.assumption.ticker': {
    en: 'The ticker can be read.',
    fr: 'Le ticker est lisible.',
  },
  'verify.assumption.book': {
    en: 'The order book can be read.',
    fr: 'Le carnet d’ordres est lisible.',
  },
  'verify.assumption.book_sorted': {
    en: 'The order book begins with the best prices.',
    fr: 'Le carnet d’ordres commence par les meilleurs prix.',
  },
  'verify.assumption.candles': {
    en: 'Candles can be read.',
    fr: 'Les bougies sont lisibles.',
  },
  'verify.assumption.candle_columns': {
    en: 'The columns of candles come in the order in which we read them.',
    fr: 'Les colonnes des bougies sont dans l’ordre où nous les lisons.',
  },
  'verify.assumption.fees': {
    en: 'The account’s fees can be read.',
    fr: 'Les frais du compte sont lisibles.',
  },
  'verify.assumption.fee_unit': {
    en: 'Fees are given in the unit in which we read them.',
    fr: 'Les frais sont donnés dans l’unité dans laquelle nous les lisons.',
  },
  'verify.assumption.balances': {
    en: 'Balances can be read.',
    fr: 'Les soldes sont lisibles.',
  },
  'verify.assumption.open_orders': {
    en: 'Open orders of every symbol can be listed.',
    fr: 'Les ordres ouverts de tous les symboles peuvent être listés.',
  },
  'verify.assumption.open_orders_of_symbol': {
    en: 'Open orders of one symbol can be listed.',
    fr: 'Les ordres ouverts d’un symbole peuvent être listés.',
  },
  'verify.assumption.history': {
    en: 'Finished orders can be listed.',
    fr: 'Les ordres terminés peuvent être listés.',
  },
  'verify.assumption.history_ended': {
    en: 'Only orders that have ended are among the finished ones.',
    fr: 'Seuls des ordres terminés figurent dans l’historique.',
  },
  'verify.assumption.history_window': {
    en: 'The history can be asked for a day as far back as we rely on.',
    fr: 'L’historique peut être demandé pour une journée aussi ancienne que nous le supposons.',
  },
  'verify.assumption.history_by_id': {
    en: 'A finished order is found by its id.',
    fr: 'Un ordre terminé se retrouve par son identifiant.',
  },
  'verify.assumption.status_words': {
    en: 'Every order status is one that we know.',
    fr: 'Nous connaissons tous les états d’ordre.',
  },
  'verify.assumption.unknown_client_id': {
    en: 'Asked about an order that does not exist, the exchange says that it does not know it.',
    fr: 'Interrogé sur un ordre qui n’existe pas, l’exchange répond qu’il ne le connaît pas.',
  },
  'verify.assumption.unknown_is_none': {
    en: 'A search for an order that was never placed finds none.',
    fr: 'La recherche d’un ordre jamais passé ne trouve rien.',
  },
  'verify.assumption.rules': {
    en: 'Orders that meet the market’s rules, as we read them, are accepted.',
    fr: 'Les ordres conformes à notre lecture des règles du marché sont acceptés.',
  },
  'verify.assumption.limit': {
    en: 'A limit order far from the market is accepted.',
    fr: 'Un ordre limite loin du marché est accepté.',
  },
  'verify.assumption.limit_as_asked': {
    en: 'A limit order is read back with the price and quantity asked for.',
    fr: 'Un ordre limite est relu avec le prix et la quantité demandés.',
  },
  'verify.assumption.client_id_echoed': {
    en: 'An order carries the id that we gave it.',
    fr: 'Un ordre porte l’identifiant que nous lui avons donné.',
  },
  'verify.assumption.by_id': {
    en: 'An open order is found by the exchange’s id.',
    fr: 'Un ordre ouvert se retrouve par l’identifiant de l’exchange.',
  },
  'verify.assumption.by_client_id': {
    en: 'An open order is found by our own id.',
    fr: 'Un ordre ouvert se retrouve par notre identifiant.',
  },
  'verify.assumption.listed_open': {
    en: 'An order that was placed is among the open orders.',
    fr: 'Un ordre passé figure parmi les ordres ouverts.',
  },
  'verify.assumption.limit_freezes': {
    en: 'An open limit order takes its cost from the free balance.',
    fr: 'Un ordre limite ouvert bloque son coût sur le solde disponible.',
  },
  'verify.assumption.cancelled': {
    en: 'A cancelled order is shown as cancelled.',
    fr: 'Un ordre annulé apparaît comme annulé.',
  },
  'verify.assumption.cancel_frees': {
    en: 'Cancelling an order gives its cost back.',
    fr: 'L’annulation d’un ordre libère son coût.',
  },
  'verify.assumption.ended_by_id': {
    en: 'A cancelled order is still found by the exchange’s id.',
    fr: 'Un ordre annulé se retrouve encore par l’identifiant de l’exchange.',
  },
  'verify.assumption.ended_by_client_id': {
    en: 'A cancelled order is still found by our own id.',
    fr: 'Un ordre annulé se retrouve encore par notre identifiant.',
  },
  'verify.assumption.ended_in_history': {
    en: 'A cancelled order is among the finished orders.',
    fr: 'Un ordre annulé figure parmi les ordres terminés.',
  },
  'verify.assumption.post_only': {
    en: 'A post-only order is accepted.',
    fr: 'Un ordre post-only est accepté.',
  },
  'verify.assumption.post_only_shown': {
    en: 'A post-only order is read back as such.',
    fr: 'Un ordre post-only est relu comme tel.',
  },
  'verify.assumption.dry_run': {
    en: 'The dry run accepts a valid order.',
    fr: 'L’essai à blanc accepte un ordre valide.',
  },
  'verify.assumption.dry_run_places_nothing': {
    en: 'The dry run places nothing.',
    fr: 'L’essai à blanc ne passe aucun ordre.',
  },
  'verify.assumption.edit': {
    en: 'A new price for an open order is accepted.',
    fr: 'Un nouveau prix pour un ordre ouvert est accepté.',
  },
  'verify.assumption.edit_price': {
    en: 'After the change, the order stands at the new price.',
    fr: 'Après la modification, l’ordre est au nouveau prix.',
  },
  'verify.assumption.edit_keeps_id': {
    en: 'The changed order keeps its id.',
    fr: 'L’ordre modifié garde son identifiant.',
  },
  'verify.assumption.replace_new_id': {
    en: 'The order that replaces another has an id of its own.',
    fr: 'L’ordre qui en remplace un autre a son propre identifiant.',
  },
  'verify.assumption.replace_old_gone': {
    en: 'The replaced order is gone.',
    fr: 'L’ordre remplacé a disparu.',
  },
  'verify.assumption.reduce': {
    en: 'A smaller quantity for an open order is accepted.',
    fr: 'Une quantité plus petite pour un ordre ouvert est acceptée.',
  },
  'verify.assumption.reduce_quantity': {
    en: 'After the change, the order has the smaller quantity.',
    fr: 'Après la modification, l’ordre a la quantité réduite.',
  },
  'verify.assumption.exits': {
    en: 'An entry far from the market is accepted with its exits.',
    fr: 'Une entrée loin du marché est acceptée avec ses sorties.',
  },
  'verify.assumption.exits_shown': {
    en: 'The exits are shown with the entry, at the prices asked for.',
    fr: 'Les sorties apparaissent avec l’entrée, aux prix demandés.',
  },
  'verify.assumption.exits_kept': {
    en: 'The exits stay with the entry when its price is changed.',
    fr: 'Les sorties restent attachées à l’entrée quand on en modifie le prix.',
  },
  'verify.assumption.exits_cancelled_along': {
    en: 'The exits disappear when the entry is cancelled.',
    fr: 'Les sorties disparaissent quand l’entrée est annulée.',
  },
  'verify.assumption.conditional': {
    en: 'A stop order far from the market is accepted.',
    fr: 'Un ordre stop loin du marché est accepté.',
  },
  'verify.assumption.conditional_as_asked': {
    en: 'A stop order waits at the trigger price asked for.',
    fr: 'Un ordre stop attend au prix de déclenchement demandé.',
  },
  'verify.assumption.conditional_listed': {
    en: 'A stop order is among the open orders.',
    fr: 'Un ordre stop figure parmi les ordres ouverts.',
  },
  'verify.assumption.conditional_cancelled': {
    en: 'A stop order disappears when it is cancelled.',
    fr: 'Un ordre stop disparaît quand on l’annule.',
  },
  'verify.assumption.conditional_freezes': {
    en: 'A stop order reserves its coins while it waits.',
    fr: 'Un ordre stop bloque ses unités pendant qu’il attend.',
  },
  'verify.assumption.conditional_free': {
    en: 'A stop order reserves no coins while it waits.',
    fr: 'Un ordre stop ne bloque aucune unité pendant qu’il attend.',
  },
  'verify.assumption.conditional_may_freeze': {
    en: 'Whether a stop order reserves its coins while it waits is not documented; both cases are provided for.',
    fr: 'La documentation ne dit pas si un ordre stop bloque ses unités pendant qu’il attend ; les deux cas sont prévus.',
  },
  'verify.assumption.oco_may_freeze': {
    en: 'Whether an OCO pair reserves its coins while it waits is not documented; both cases are provided for.',
    fr: 'La documentation ne dit pas si une paire OCO bloque ses unités pendant qu’elle attend ; les deux cas sont prévus.',
  },
  'verify.assumption.trailing': {
    en: 'A trailing stop is accepted.',
    fr: 'Un stop suiveur est accepté.',
  },
  'verify.assumption.trailing_listed': {
    en: 'The trailing stop is among the open orders.',
    fr: 'Le stop suiveur figure parmi les ordres ouverts.',
  },
  'verify.assumption.oco': {
    en: 'An OCO pair is accepted.',
    fr: 'Une paire OCO est acceptée.',
  },
  'verify.assumption.oco_legs': {
    en: 'Both orders of an OCO pair are among the open orders.',
    fr: 'Les deux ordres d’une paire OCO figurent parmi les ordres ouverts.',
  },
  'verify.assumption.oco_cancelled_along': {
    en: 'Both orders disappear when an OCO pair is cancelled.',
    fr: 'Les deux ordres d’une paire OCO disparaissent quand elle est annulée.',
  },
  'verify.assumption.oco_freezes': {
    en: 'An OCO pair reserves its coins while it waits.',
    fr: 'Une paire OCO bloque ses unités pendant qu’elle attend.',
  },
  'verify.assumption.oco_free': {
    en: 'An OCO pair reserves no coins while it waits.',
    fr: 'Une paire OCO ne bloque aucune unité pendant qu’elle attend.',
  },
  'verify.assumption.dead_man': {
    en: 'The dead man’s switch can be armed and disarmed.',
    fr: 'La minuterie d’homme mort peut être armée et désarmée.',
  },
} as const satisfies Messages
