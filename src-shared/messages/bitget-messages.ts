import type { Messages } from './messages.ts'

/** What only Bitget makes us say. */
export const bitgetMessages = {
  'bitget.account_mode': {
    en: '{exchange} says that this account is no longer of the type (classic or unified) that it was a moment ago: {reason} Nothing was executed; try again.',
    fr: '{exchange} indique que ce compte n’est plus du type (classique ou unifié) qu’il était il y a un instant : {reason} Rien n’a été exécuté ; réessayez.',
  },
  'bitget.environment': {
    en: '{exchange} refused the API key: it belongs to another environment. A key created for demo trading works only for a demo account, and vice versa ({reason}).',
    fr: '{exchange} a refusé la clé API : elle appartient à un autre environnement. Une clé créée pour le trading de démonstration ne vaut que pour un compte de démonstration, et inversement ({reason}).',
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
    en: 'Could not find out whether {exchange} holds the exits of the entry {orderId}: check that the position is protected.',
    fr: 'Impossible de savoir si {exchange} tient les sorties de l’entrée {orderId} : vérifiez que la position est protégée.',
  },
  'bitget.note.rights_unread': {
    en: '{exchange} lists rights of this key that this application does not know: {rights}.',
    fr: '{exchange} attribue à cette clé des droits que cette application ne connaît pas : {rights}.',
  },
  'bitget.last_price_needed': {
    en: '{exchange} goes by the last price of {symbol} to tell a take-profit from a stop-loss, and that price is not available; nothing was sent.',
    fr: '{exchange} se fonde sur le dernier prix de {symbol} pour distinguer un take-profit d’un stop-loss, et ce prix n’est pas disponible ; rien n’a été envoyé.',
  },
  'bitget.price_too_high': {
    en: 'The field {field} is {value}, too far above the market: {symbol} currently accepts purchases up to {limit}.',
    fr: 'Le champ {field} vaut {value}, trop au-dessus du marché : {symbol} accepte actuellement des achats jusqu’à {limit}.',
  },
  'bitget.price_too_low': {
    en: 'The field {field} is {value}, too far below the market: {symbol} currently accepts sales from {limit}.',
    fr: 'Le champ {field} vaut {value}, trop au-dessous du marché : {symbol} accepte actuellement des ventes à partir de {limit}.',
  },
  'bitget.replace_failed': {
    en: '{exchange} did not replace the order {orderId}: {reason}',
    fr: '{exchange} n’a pas remplacé l’ordre {orderId} : {reason}',
  },
} as const satisfies Messages
