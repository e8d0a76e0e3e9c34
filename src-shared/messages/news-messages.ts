import type { Messages } from './messages.ts'

/** What toasts and desktop notifications say of trades. */
export const newsMessages = {
  'news.where': { en: '{symbol} ({account})', fr: '{symbol} ({account})' },
  'news.where.no_symbol': { en: '{account}', fr: '{account}' },
  'news.leg.stop_loss': { en: 'Stop-loss', fr: 'Stop-loss' },
  'news.leg.take_profit': { en: 'Take-profit', fr: 'Take-profit' },
  'news.title.filled': { en: 'Order filled', fr: 'Ordre exécuté' },
  'news.title.ended_in_part': { en: 'Order filled in part', fr: 'Ordre exécuté en partie' },
  'news.title.exit_filled': { en: '{leg} filled', fr: '{leg} exécuté' },
  'news.title.exit_reached': { en: '{leg} triggered', fr: '{leg} déclenché' },
  'news.title.rejected': { en: 'Order rejected', fr: 'Ordre rejeté' },
  'news.title.expired': { en: 'Order expired', fr: 'Ordre expiré' },
  'news.title.cancelled': { en: 'Order ended by the exchange', fr: 'Ordre arrêté par l’exchange' },
  'news.title.alarm': { en: 'A bracket needs you', fr: 'Un bracket a besoin de vous' },
  'news.title.approval': { en: 'A bot’s order waits for you', fr: 'L’ordre d’un robot vous attend' },
  'news.title.in_doubt': { en: 'Order in doubt', fr: 'Ordre incertain' },
  'news.title.needs_person': { en: 'An order needs you', fr: 'Un ordre a besoin de vous' },
  'news.title.doubt_over': { en: 'No longer in doubt', fr: 'Ordre éclairci' },
  'news.doubt_over': {
    en: 'what became of the order is known now.',
    fr: 'on sait maintenant ce qu’est devenu l’ordre.',
  },
  'news.filled.buy': { en: '{where}: bought {amount}{price}.', fr: '{where} : achat de {amount}{price}.' },
  'news.filled.sell': { en: '{where}: sold {amount}{price}.', fr: '{where} : vente de {amount}{price}.' },
  'news.price': { en: ' at {price} {quote}', fr: ' à {price} {quote}' },
  'news.part': { en: '{filled} of {quantity}', fr: '{filled} sur {quantity}' },
  'news.ended_in_part.buy': {
    en: '{where}: bought {amount}{price}, and no more. {end}.',
    fr: '{where} : achat de {amount}{price}, sans le reste. {end}.',
  },
  'news.ended_in_part.sell': {
    en: '{where}: sold {amount}{price}, and no more. {end}.',
    fr: '{where} : vente de {amount}{price}, sans le reste. {end}.',
  },
  'news.exit.buy': {
    en: '{leg} of {where} bought back {amount}{price}{result}.',
    fr: '{leg} sur {where} : rachat de {amount}{price}{result}.',
  },
  'news.exit.sell': {
    en: '{leg} of {where} sold {amount}{price}{result}.',
    fr: '{leg} sur {where} : vente de {amount}{price}{result}.',
  },
  'news.exit.exited': { en: ': bracket exited', fr: ' ; bracket terminé' },
  'news.exit.left': { en: ': {left} still in the bracket', fr: ' ; reste {left} dans le bracket' },
  'news.exit.reached': {
    en: '{leg} of {where}: its price of {trigger} {quote} was reached; the order is not filled yet.',
    fr: '{leg} sur {where} : son prix de {trigger} {quote} est atteint ; l’ordre n’est pas encore exécuté.',
  },
  'news.not_filled.buy': {
    en: '{where}: nothing was bought of {quantity}. {end}.',
    fr: '{where} : rien n’a été acheté sur {quantity}. {end}.',
  },
  'news.not_filled.sell': {
    en: '{where}: nothing was sold of {quantity}. {end}.',
    fr: '{where} : rien n’a été vendu sur {quantity}. {end}.',
  },
  'news.quantity_unknown': { en: 'the order', fr: 'l’ordre' },
  'news.side.buy': { en: 'buy', fr: 'acheter' },
  'news.side.sell': { en: 'sell', fr: 'vendre' },
  'news.approval': {
    en: 'a bot wants to {side}; let it through or refuse it before its sender gives up.',
    fr: 'un robot veut {side} ; laissez passer l’ordre ou refusez-le avant que son émetteur ne renonce.',
  },
  'news.about': { en: '{where}: {text}', fr: '{where} : {text}' },
  'news.many.fill': { en: '{count} orders filled', fr: '{count} ordres exécutés' },
  'news.many.exit': { en: '{count} exits', fr: '{count} sorties' },
  'news.many.trouble': { en: '{count} alerts', fr: '{count} alertes' },
  'news.many.where': { en: 'On {symbols}.', fr: 'Sur {symbols}.' },
  'news.many.missed': { en: '{count} alerts were missed', fr: '{count} alertes manquées' },
  'news.many.missed_help': {
    en: 'More happened than is kept; the journal has all of it.',
    fr: 'Il s’est passé plus que ce qui est gardé ici ; le journal a tout.',
  },
} as const satisfies Messages
