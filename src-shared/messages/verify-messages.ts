import type { Messages } from './messages.ts'

/** What “check this account” does and finds: steps, what a client relies on, and why something was not seen. */
export const verifyMessages = {
  'verify.already_running': {
    en: '{name} is being checked already.',
    fr: '{name} est déjà en cours de vérification.',
  },
  'verify.name_not_typed': {
    en: 'Type the name of the account, {name}, to let orders of this check pass. Nothing was sent.',
    fr: 'Tapez le nom du compte, {name}, pour laisser passer les ordres de cette vérification. Rien n’a été envoyé.',
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
    en: 'End what an earlier check left',
    fr: 'Clore ce qu’une vérification précédente a laissé',
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
    en: 'A far limit purchase: placed, read, changed, cancelled',
    fr: 'Un achat limite éloigné : passé, relu, modifié, annulé',
  },
  'verify.title.post_only': {
    en: 'A far post-only purchase',
    fr: 'Un achat post-only éloigné',
  },
  'verify.title.exits': {
    en: 'A far purchase with take-profit and stop-loss',
    fr: 'Un achat éloigné avec take-profit et stop-loss',
  },
  'verify.title.conditional': {
    en: 'A far stop order',
    fr: 'Un ordre stop éloigné',
  },
  'verify.title.trailing': {
    en: 'A far trailing stop',
    fr: 'Un stop suiveur éloigné',
  },
  'verify.title.oco': {
    en: 'A far OCO pair',
    fr: 'Une paire OCO éloignée',
  },
  'verify.title.dead_man': {
    en: 'Dead man’s switch',
    fr: 'Minuterie d’homme mort',
  },
  'verify.title.tidy': {
    en: 'Nothing stays behind',
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
  'verify.step.not_taken': {
    en: 'The exchange did not take the order.',
    fr: 'L’exchange n’a pas accepté l’ordre.',
  },
  'verify.step.filled': {
    en: 'The order filled: {quantity} {asset} {side}.',
    fr: 'L’ordre s’est exécuté : {quantity} {asset} {side}.',
  },
  'verify.step.cleaned_up': {
    en: 'Orders cancelled: {count}. Nothing of it stands any more.',
    fr: 'Ordres annulés : {count}. Il n’en reste plus rien.',
  },
  'verify.step.clean_up_elsewhere': {
    en: 'An earlier check may have left orders standing. Check the account in the window of the running gateway, or stop the gateway and run this again.',
    fr: 'Une vérification précédente a peut-être laissé des ordres en place. Vérifiez le compte dans la fenêtre de la passerelle en service, ou arrêtez-la et relancez cette commande.',
  },
  'verify.step.left_standing': {
    en: 'Could not be shown to be gone: {orders}. Look for it at the exchange and cancel it there.',
    fr: 'Impossible de s’assurer que ces ordres ont disparu : {orders}. Cherchez-les chez l’exchange et annulez-les là-bas.',
  },
  'verify.refused.closed': {
    en: '{symbol} takes no orders now.',
    fr: '{symbol} n’accepte pas d’ordres en ce moment.',
  },
  'verify.refused.kill_switch': {
    en: 'Nothing was traded: the kill switch does not let orders pass.',
    fr: 'Aucun ordre n’a été passé : le coupe-circuit ne les laisse pas passer.',
  },
  'verify.refused.no_bound': {
    en: 'Nothing was traded: say how much {asset} may be at risk.',
    fr: 'Aucun ordre n’a été passé : indiquez combien de {asset} peuvent être engagés.',
  },
  'verify.refused.no_price': {
    en: 'Nothing was traded: no price far from the market can be found for {symbol}.',
    fr: 'Aucun ordre n’a été passé : impossible de trouver pour {symbol} un prix éloigné du marché.',
  },
  'verify.refused.open_work': {
    en: 'Nothing was traded: orders of this account whose outcome is not known: {count}.',
    fr: 'Aucun ordre n’a été passé : ordres de ce compte dont l’issue n’est pas connue : {count}.',
  },
  'verify.refused.over_bound': {
    en: 'Nothing was traded: the smallest order on {symbol} costs {cost} {asset}, and at most {most} {asset} may be at risk.',
    fr: 'Aucun ordre n’a été passé : le plus petit ordre sur {symbol} coûte {cost} {asset}, et au plus {most} {asset} peuvent être engagés.',
  },
  'verify.refused.reads_only': {
    en: 'Nothing was traded: the key of {name} may not trade.',
    fr: 'Aucun ordre n’a été passé : la clé de {name} ne le permet pas.',
  },
  'verify.refused.rights_unread': {
    en: 'Nothing was traded: the exchange has not yet said what the key of {name} may do.',
    fr: 'Aucun ordre n’a été passé : l’exchange n’a pas encore dit ce que permet la clé de {name}.',
  },
  'verify.refused.too_little': {
    en: 'Nothing was traded: {needed} {asset} are needed, and {free} are free.',
    fr: 'Aucun ordre n’a été passé : il faut {needed} {asset}, et {free} sont disponibles.',
  },
  'verify.remark.only_traded': {
    en: 'Only a check that may place orders shows it.',
    fr: 'Seule une vérification autorisée à passer des ordres le montre.',
  },
  'verify.remark.not_reached': {
    en: 'The check did not get that far.',
    fr: 'La vérification n’est pas allée jusque-là.',
  },
  'verify.remark.not_asked': {
    en: 'It was not asked in this check.',
    fr: 'La question n’a pas été posée lors de cette vérification.',
  },
  'verify.remark.no_answer': {
    en: 'The exchange did not answer it.',
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
    en: 'The status word “{status}” is not known.',
    fr: 'Le mot d’état « {status} » est inconnu.',
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
    en: 'Other orders stand on the account, so it is not tried.',
    fr: 'D’autres ordres sont en place sur le compte : elle n’est donc pas essayée.',
  },
  'verify.assumption.fields': {
    en: '{endpoint} answers with {fields}.',
    fr: '{endpoint} répond avec {fields}.',
  },
  'verify.assumption.endpoint': {
    en: '{endpoint} answers this account.',
    fr: '{endpoint} répond à ce compte.',
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
    en: 'Prices lie on the market’s price step.',
    fr: 'Les cours tombent sur le pas de prix du marché.',
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
    en: 'Candles have their columns in the order that we read.',
    fr: 'Les colonnes des bougies sont dans l’ordre où nous les lisons.',
  },
  'verify.assumption.fees': {
    en: 'The account’s fees can be read.',
    fr: 'Les frais du compte sont lisibles.',
  },
  'verify.assumption.fee_unit': {
    en: 'Fees are told in the unit that we read.',
    fr: 'Les frais sont donnés dans l’unité que nous lisons.',
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
    fr: 'Seuls des ordres clos figurent parmi les ordres terminés.',
  },
  'verify.assumption.history_window': {
    en: 'A day as far back as we rely on can be asked for.',
    fr: 'On peut demander une journée aussi ancienne que nous le supposons.',
  },
  'verify.assumption.history_by_id': {
    en: 'A finished order is found by its id.',
    fr: 'Un ordre terminé se retrouve par son identifiant.',
  },
  'verify.assumption.status_words': {
    en: 'Every status word is one that we know.',
    fr: 'Nous connaissons tous les mots d’état.',
  },
  'verify.assumption.unknown_client_id': {
    en: 'Of an order that does not exist, the exchange says that it does not know it.',
    fr: 'D’un ordre qui n’existe pas, l’exchange dit qu’il ne le connaît pas.',
  },
  'verify.assumption.unknown_is_none': {
    en: 'A search for an order that was never placed finds none.',
    fr: 'La recherche d’un ordre jamais passé n’en trouve aucun.',
  },
  'verify.assumption.rules': {
    en: 'Orders that pass our reading of the market’s rules are taken.',
    fr: 'Les ordres conformes à notre lecture des règles du marché sont acceptés.',
  },
  'verify.assumption.limit': {
    en: 'A far limit order is accepted.',
    fr: 'Un ordre limite éloigné est accepté.',
  },
  'verify.assumption.limit_as_asked': {
    en: 'It is read back with the price and quantity that were asked.',
    fr: 'On le relit avec le prix et la quantité demandés.',
  },
  'verify.assumption.client_id_echoed': {
    en: 'It carries our own order id.',
    fr: 'Il porte notre propre identifiant d’ordre.',
  },
  'verify.assumption.by_id': {
    en: 'It is found by the exchange’s id.',
    fr: 'On le retrouve par l’identifiant de l’exchange.',
  },
  'verify.assumption.by_client_id': {
    en: 'It is found by our own id.',
    fr: 'On le retrouve par notre identifiant.',
  },
  'verify.assumption.listed_open': {
    en: 'It is among the open orders.',
    fr: 'Il figure parmi les ordres ouverts.',
  },
  'verify.assumption.limit_freezes': {
    en: 'It takes its cost from the free balance.',
    fr: 'Son coût est retiré du solde disponible.',
  },
  'verify.assumption.cancelled': {
    en: 'Cancelled, it is shown as cancelled.',
    fr: 'Une fois annulé, il apparaît comme annulé.',
  },
  'verify.assumption.cancel_frees': {
    en: 'Cancelled, it gives its cost back.',
    fr: 'Une fois annulé, il libère son coût.',
  },
  'verify.assumption.ended_by_id': {
    en: 'Ended, it is still found by the exchange’s id.',
    fr: 'Terminé, on le retrouve encore par l’identifiant de l’exchange.',
  },
  'verify.assumption.ended_by_client_id': {
    en: 'Ended, it is still found by our own id.',
    fr: 'Terminé, on le retrouve encore par notre identifiant.',
  },
  'verify.assumption.ended_in_history': {
    en: 'Ended, it is among the finished orders.',
    fr: 'Terminé, il figure parmi les ordres terminés.',
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
    en: 'The dry run accepts a sound order.',
    fr: 'L’essai à blanc accepte un ordre correct.',
  },
  'verify.assumption.dry_run_places_nothing': {
    en: 'The dry run places nothing.',
    fr: 'L’essai à blanc ne passe aucun ordre.',
  },
  'verify.assumption.edit': {
    en: 'A new price is accepted.',
    fr: 'Un nouveau prix est accepté.',
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
    en: 'The order in its place has an id of its own.',
    fr: 'L’ordre qui le remplace a son propre identifiant.',
  },
  'verify.assumption.replace_old_gone': {
    en: 'The replaced order is gone.',
    fr: 'L’ordre remplacé a disparu.',
  },
  'verify.assumption.reduce': {
    en: 'A smaller quantity is accepted.',
    fr: 'Une quantité plus petite est acceptée.',
  },
  'verify.assumption.reduce_quantity': {
    en: 'After the change, the order has the smaller quantity.',
    fr: 'Après la modification, l’ordre a la quantité réduite.',
  },
  'verify.assumption.exits': {
    en: 'A far entry with exits is accepted.',
    fr: 'Une entrée éloignée avec ses sorties est acceptée.',
  },
  'verify.assumption.exits_shown': {
    en: 'The exits are shown with the entry, at the prices that were asked.',
    fr: 'Les sorties apparaissent avec l’entrée, aux prix demandés.',
  },
  'verify.assumption.exits_kept': {
    en: 'The exits stay with the entry when its price is changed.',
    fr: 'Les sorties restent attachées à l’entrée quand on en modifie le prix.',
  },
  'verify.assumption.exits_cancelled_along': {
    en: 'The exits go when the entry is cancelled.',
    fr: 'Les sorties disparaissent quand l’entrée est annulée.',
  },
  'verify.assumption.conditional': {
    en: 'A far stop order is accepted.',
    fr: 'Un ordre stop éloigné est accepté.',
  },
  'verify.assumption.conditional_as_asked': {
    en: 'It waits at the trigger price that was asked.',
    fr: 'Il attend au prix de déclenchement demandé.',
  },
  'verify.assumption.conditional_listed': {
    en: 'It is among the open orders.',
    fr: 'Il figure parmi les ordres ouverts.',
  },
  'verify.assumption.conditional_cancelled': {
    en: 'It goes when it is cancelled.',
    fr: 'Il disparaît quand on l’annule.',
  },
  'verify.assumption.conditional_freezes': {
    en: 'It takes its coins while it waits.',
    fr: 'Il bloque ses unités pendant qu’il attend.',
  },
  'verify.assumption.conditional_free': {
    en: 'It takes no coins while it waits.',
    fr: 'Il ne bloque aucune unité pendant qu’il attend.',
  },
  'verify.assumption.conditional_may_freeze': {
    en: 'Whether it takes its coins while it waits is not documented; either is provided for.',
    fr: 'On ne sait pas s’il bloque ses unités pendant qu’il attend ; les deux cas sont prévus.',
  },
  'verify.assumption.oco_may_freeze': {
    en: 'Whether the pair takes its coins while it waits is not documented; either is provided for.',
    fr: 'On ne sait pas si la paire bloque ses unités pendant qu’elle attend ; les deux cas sont prévus.',
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
    en: 'Both legs of the pair are among the open orders.',
    fr: 'Les deux jambes de la paire figurent parmi les ordres ouverts.',
  },
  'verify.assumption.oco_cancelled_along': {
    en: 'Both legs go when the pair is cancelled.',
    fr: 'Les deux jambes disparaissent quand la paire est annulée.',
  },
  'verify.assumption.oco_freezes': {
    en: 'The pair takes its coins while it waits.',
    fr: 'La paire bloque ses unités pendant qu’elle attend.',
  },
  'verify.assumption.oco_free': {
    en: 'The pair takes no coins while it waits.',
    fr: 'La paire ne bloque aucune unité pendant qu’elle attend.',
  },
  'verify.assumption.dead_man': {
    en: 'The dead man’s switch can be set and released.',
    fr: 'La minuterie d’homme mort peut être armée et désarmée.',
  },
} as const satisfies Messages
