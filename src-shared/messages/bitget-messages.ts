import type { Messages } from './messages.ts'

/** What only Bitget makes us say. */
export const bitgetMessages = {
  'bitget.account_mode': {
    en: '{exchange} says that this account is of another kind (classic or unified) than a moment ago: {reason} Nothing was executed; try again.',
    fr: '{exchange} dit que ce compte est d’un autre genre (classique ou unifié) qu’il y a un instant : {reason} Rien n’a été exécuté ; réessayez.',
  },
  'bitget.environment': {
    en: '{exchange} refused the API key: it belongs to another environment. A key made in demo trading works for a demo account only, and the other way round ({reason}).',
    fr: '{exchange} a refusé la clé API : elle appartient à un autre environnement. Une clé créée en trading de démonstration ne vaut que pour un compte de démonstration, et inversement ({reason}).',
  },
  'bitget.note.exits_missing': {
    en: '{exchange} accepted the entry {orderId} but shows no exits on it: the position is unprotected. Place a stop-loss by hand.',
    fr: '{exchange} a accepté l’entrée {orderId} mais n’y montre aucune sortie : la position n’est pas protégée. Placez un stop-loss à la main.',
  },
  'bitget.note.exits_not_seen': {
    en: 'The entry {orderId} has filled, but not all of its exits can be seen at {exchange} yet: check that the position is protected.',
    fr: 'L’entrée {orderId} est exécutée, mais toutes ses sorties ne sont pas encore visibles chez {exchange} : vérifiez que la position est protégée.',
  },
  'bitget.note.exits_unread': {
    en: 'Whether {exchange} holds the exits of the entry {orderId} could not be read: check that the position is protected.',
    fr: 'Il n’a pas été possible de lire si {exchange} tient les sorties de l’entrée {orderId} : vérifiez que la position est protégée.',
  },
  'bitget.note.rights_unread': {
    en: '{exchange} names rights of this key that this application does not know: {rights}.',
    fr: '{exchange} nomme des droits de cette clé que cette application ne connaît pas : {rights}.',
  },
  'bitget.last_price_needed': {
    en: '{exchange} decides by the last price of {symbol} whether an order takes profit or stops a loss, and that price cannot be had; nothing was sent.',
    fr: '{exchange} décide d’après le dernier prix de {symbol} si un ordre prend un profit ou arrête une perte, et ce prix est introuvable ; rien n’a été envoyé.',
  },
  'bitget.price_too_high': {
    en: 'The field {field} is {value}, too far above the market: {symbol} accepts purchases up to {limit} now.',
    fr: 'Le champ {field} vaut {value}, trop au-dessus du marché : {symbol} accepte des achats jusqu’à {limit} maintenant.',
  },
  'bitget.price_too_low': {
    en: 'The field {field} is {value}, too far below the market: {symbol} accepts sales from {limit} now.',
    fr: 'Le champ {field} vaut {value}, trop au-dessous du marché : {symbol} accepte des ventes à partir de {limit} maintenant.',
  },
  'bitget.replace_failed': {
    en: '{exchange} did not replace the order {orderId}: {reason}',
    fr: '{exchange} n’a pas remplacé l’ordre {orderId} : {reason}',
  },
} as const satisfies Messages
