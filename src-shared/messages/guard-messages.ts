import type { Messages } from './messages.ts'

/** The kill switch, the limits of accounts, approvals, and what brackets have to say. */
export const guardMessages = {
  'guard.state.active': { en: 'active', fr: 'actif' },
  'guard.state.reducing': { en: 'reducing', fr: 'ventes seules' },
  'guard.state.halted': { en: 'halted', fr: 'arrêté' },
  'tray.state': { en: 'Kill switch: {state}', fr: 'Coupe-circuit : {state}' },
  'tray.active': { en: 'Let orders through…', fr: 'Laisser passer les ordres…' },
  'tray.reducing': { en: 'Reduce only…', fr: 'Ventes seules…' },
  'tray.halted': { en: 'Halt trading…', fr: 'Arrêter le trading…' },
  'tray.approvals': { en: 'Orders waiting for you: {count}', fr: 'Ordres qui vous attendent : {count}' },
  'tray.show': { en: 'Show the window', fr: 'Afficher la fenêtre' },
  'tray.quit': { en: 'Quit', fr: 'Quitter' },
  'tray.confirm.reducing': {
    en: 'Let only sales, exits and cancellations through?',
    fr: 'Ne laisser passer que ventes, sorties et annulations ?',
  },
  'tray.confirm.halted': {
    en: 'Halt trading? Only cancellations will go through.',
    fr: 'Arrêter le trading ? Seules les annulations passent alors.',
  },
  'tray.yes': { en: 'Yes', fr: 'Oui' },
  'tray.no': { en: 'No', fr: 'Non' },
  'guard.halted': {
    en: 'Trading is halted by the kill switch: only cancellations go through. Nothing was sent.',
    fr: 'Le trading est arrêté par le coupe-circuit : seules les annulations passent. Rien n’a été envoyé.',
  },
  'guard.reducing': {
    en: 'The kill switch lets only sales, exits and cancellations through. Nothing was sent.',
    fr: 'Le coupe-circuit ne laisse passer que ventes, sorties et annulations. Rien n’a été envoyé.',
  },
  'guard.word': {
    en: 'To set the kill switch to “{state}”, type the word {word}.',
    fr: 'Pour mettre le coupe-circuit sur « {state} », tapez le mot {word}.',
  },
  'guard.symbol': {
    en: '{name} allows no orders on {symbol} (allowed: {allowed}). Nothing was sent.',
    fr: '{name} n’autorise pas d’ordre sur {symbol} (autorisés : {allowed}). Rien n’a été envoyé.',
  },
  'guard.largest_order': {
    en: 'The order is worth {value} USD; {name} allows at most {limit} USD an order. Nothing was sent.',
    fr: 'L’ordre vaut {value} USD ; {name} autorise au plus {limit} USD par ordre. Rien n’a été envoyé.',
  },
  'guard.orders_per_minute': {
    en: '{name} allows {limit} orders a minute, and that limit is reached. Nothing was sent.',
    fr: '{name} autorise {limit} ordres par minute, et cette limite est atteinte. Rien n’a été envoyé.',
  },
  'guard.daily_notional': {
    en: 'The order is worth {value} USD; with {today} USD ordered today, {name} would exceed {limit} USD a day. Nothing was sent.',
    fr: 'L’ordre vaut {value} USD ; avec {today} USD déjà passés aujourd’hui, {name} dépasserait {limit} USD par jour. Rien n’a été envoyé.',
  },
  'guard.not_measurable': {
    en: 'The limits of {name} are in US dollars, and there is no price to value an order on {symbol} by. Nothing was sent.',
    fr: 'Les limites de {name} sont en dollars US, et aucun prix ne permet d’évaluer un ordre sur {symbol}. Rien n’a été envoyé.',
  },
  'guard.approval_refused': {
    en: 'The order was refused by a person in the panel. Nothing was sent.',
    fr: 'L’ordre a été refusé par une personne dans le panneau. Rien n’a été envoyé.',
  },
  'guard.approval_expired': {
    en: 'The order waited for approval in the panel until its request expired. Nothing was sent.',
    fr: 'L’ordre a attendu une approbation dans le panneau jusqu’à l’expiration de sa requête. Rien n’a été envoyé.',
  },
  'guard.approvals_full': {
    en: '{count} orders of this account are already waiting for approval in the panel; this one was not added. Nothing was sent.',
    fr: '{count} ordres de ce compte attendent déjà une approbation dans le panneau ; celui-ci n’y a pas été ajouté. Rien n’a été envoyé.',
  },
  'guard.meaning_missing': {
    en: 'First say which of the two amounts is meant.',
    fr: 'Dites d’abord lequel des deux montants est le bon.',
  },
  'guard.approval_gone': {
    en: 'This order is no longer waiting for approval.',
    fr: 'Cet ordre n’attend plus d’approbation.',
  },
  'bracket.note.application_holds': {
    en: 'The {role} at {price} is held by this application while it runs, not by {exchange}.',
    fr: 'Le {role} à {price} est tenu par cette application tant qu’elle tourne, pas par {exchange}.',
  },
  'bracket.note.after_fill': {
    en: 'The exits are placed by this application once the entry has filled: keep it running until then.',
    fr: 'Les sorties sont placées par cette application une fois l’entrée exécutée : laissez-la tourner jusque-là.',
  },
  'bracket.note.linked': {
    en: 'Take-profit and stop-loss are two orders at {exchange} that this application links: while it does not run, one does not cancel the other.',
    fr: 'Take-profit et stop-loss sont deux ordres chez {exchange} que cette application lie : quand elle ne tourne pas, l’un n’annule pas l’autre.',
  },
  'bracket.role.take_profit': { en: 'take-profit', fr: 'take-profit' },
  'bracket.role.stop_loss': { en: 'stop-loss', fr: 'stop-loss' },
  'bracket.alarm.halted': {
    en: 'The price has reached an exit of {symbol} that this application holds, and the kill switch holds it back.',
    fr: 'Le prix a atteint une sortie de {symbol} que tient cette application, et le coupe-circuit la retient.',
  },
  'bracket.alarm.exits_refused': {
    en: 'The exchange refuses an exit of {symbol} ({reason}); it will be tried again.',
    fr: 'L’exchange refuse une sortie de {symbol} ({reason}) ; elle sera retentée.',
  },
  'bracket.alarm.entry_cut': {
    en: 'The entry on {symbol} began to fill while it was being cancelled to move its exits: the part that filled is protected by the new exits, the rest was not placed again.',
    fr: 'L’entrée sur {symbol} a commencé à s’exécuter pendant son annulation pour déplacer ses sorties : la part exécutée est protégée par les nouvelles sorties, le reste n’a pas été replacé.',
  },
  'bracket.alarm.exit_cancelled': {
    en: 'An exit of {symbol} was cancelled and will not be placed again: that part is unprotected.',
    fr: 'Une sortie de {symbol} a été annulée et ne sera pas replacée : cette partie n’est pas protégée.',
  },
  'bracket.alarm.exit_ended': {
    en: 'The exchange ended an exit of {symbol}: {reason}. It will not be placed again: that part is unprotected.',
    fr: 'L’exchange a mis fin à une sortie de {symbol} : {reason}. Elle ne sera pas replacée : cette partie n’est pas protégée.',
  },
  'bracket.alarm.exit_missing': {
    en: 'The exchange does not show an exit of {symbol} at the moment; until it does, that part may be unprotected.',
    fr: 'L’exchange ne montre pas une sortie de {symbol} en ce moment ; tant qu’il ne la montre pas, cette partie n’est peut-être pas protégée.',
  },
  'bracket.alarm.exit_gone': {
    en: 'An exit of {symbol} is no longer at the exchange, and nobody here cancelled it. It will not be placed again: that part is unprotected.',
    fr: 'Une sortie de {symbol} n’est plus chez l’exchange, et personne ne l’a annulée ici. Elle ne sera pas replacée : cette partie n’est pas protégée.',
  },
  'bracket.alarm.order_gone': {
    en: 'The exchange no longer knows the entry {orderId} on {symbol}: it counts as cancelled.',
    fr: 'L’exchange ne connaît plus l’entrée {orderId} sur {symbol} : elle est considérée comme annulée.',
  },
  'bracket.alarm.order_forgotten': {
    en: 'The exchange no longer knows the order {orderId} on {symbol}; it may have executed it so long ago that it no longer shows it. Check your balance; nothing more is done about this order.',
    fr: 'L’exchange ne connaît plus l’ordre {orderId} sur {symbol} ; il l’a peut-être exécuté il y a si longtemps qu’il ne le montre plus. Vérifiez votre solde ; cet ordre n’est plus suivi.',
  },
  'bracket.alarm.exit_stuck': {
    en: 'The price reached an exit of {symbol} more than a minute ago, and the exit has not gone through; it will be tried again.',
    fr: 'Le prix a atteint une sortie de {symbol} il y a plus d’une minute, et elle n’a pas abouti ; elle sera retentée.',
  },
  'bracket.alarm.too_small': {
    en: '{quantity} of {symbol} is left, less than the smallest order allowed: it cannot be exited, and nothing protects it.',
    fr: 'Il reste {quantity} sur {symbol}, moins que le minimum d’un ordre : ce reste ne peut pas être sorti, et rien ne le protège.',
  },
  'bracket.alarm.exited_twice': {
    en: 'Both exits of {symbol} were executed: more was exited than entered. Check the balance.',
    fr: 'Les deux sorties de {symbol} ont été exécutées : il est sorti plus qu’il n’est entré. Vérifiez le solde.',
  },
  'bracket.alarm.coins_gone': {
    en: 'The coins needed for an exit of {symbol} are not available; it will be tried again.',
    fr: 'Les unités nécessaires à une sortie de {symbol} ne sont pas disponibles ; elle sera retentée.',
  },
  'bracket.alarm.no_price': {
    en: 'There has been no price of {symbol} for {seconds} seconds: the exits that this application holds cannot be watched.',
    fr: 'Aucun prix de {symbol} depuis {seconds} secondes : les sorties que tient cette application ne peuvent pas être surveillées.',
  },
  'bracket.gone': {
    en: 'There is no such bracket, or it is over.',
    fr: 'Ce bracket n’existe pas ou est terminé.',
  },
  'bracket.move_while_filling': {
    en: 'The entry is filling, and {exchange} keeps its exits together with it: move them once it has filled, or cancel the rest.',
    fr: 'L’entrée est en cours d’exécution, et {exchange} y attache ses sorties : déplacez-les une fois l’entrée exécutée, ou annulez le reste.',
  },
  'bracket.release_with_entry': {
    en: 'The exits belong to an entry that is still open: cancel the entry instead.',
    fr: 'Les sorties sont attachées à une entrée encore ouverte : annulez plutôt l’entrée.',
  },
  'bracket.nothing_wanted': {
    en: 'A bracket needs a take-profit or a stop-loss; to give both up, release it.',
    fr: 'Un bracket a besoin d’un take-profit ou d’un stop-loss ; pour renoncer aux deux, libérez-le.',
  },
} as const satisfies Messages
