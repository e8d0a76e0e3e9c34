import type { Messages } from './messages.ts'

/** What only Kraken makes us say. */
export const krakenMessages = {
  'exchange.kraken.nonce': {
    en: 'Kraken has already seen a higher number (nonce) with this API key; nothing was executed. Another program uses the same key, or did: create a key for this application alone.',
    fr: 'Kraken a déjà vu un nombre (nonce) plus élevé avec cette clé API ; rien n’a été exécuté. Un autre programme utilise ou utilisait la même clé : créez une clé pour cette seule application.',
  },
  'exchange.kraken.lockout': {
    en: 'Kraken has locked this API key out after repeated errors, and every call would prolong that: nothing is sent with it for {minutes} min. Nothing was executed.',
    fr: 'Kraken a bloqué cette clé API après des erreurs répétées, et chaque appel prolongerait le blocage : rien n’est envoyé avec elle pendant {minutes} min. Rien n’a été exécuté.',
  },
  'exchange.kraken.late': {
    en: 'By Kraken’s clock, the order missed the deadline sent with it, so it was not executed; that clock was measured again.',
    fr: 'Selon l’horloge de Kraken, l’ordre a manqué le délai envoyé avec lui ; il n’a donc pas été exécuté, et cette horloge a été mesurée de nouveau.',
  },
  'exchange.kraken.mode': {
    en: 'Kraken is currently in the mode {mode} and does not accept this order.',
    fr: 'Kraken est actuellement en mode {mode} et n’accepte pas cet ordre.',
  },
  'exchange.kraken.note.close_per_fill': {
    en: 'Kraken places one exit order for each fill of the entry, of that fill’s size; an entry that fills in several parts gets several exits.',
    fr: 'Kraken place un ordre de sortie par exécution de l’entrée, de la taille de cette exécution ; une entrée exécutée en plusieurs fois a plusieurs sorties.',
  },
  'exchange.kraken.note.withdrawal_untold': {
    en: 'Kraken did not say whether this key can withdraw funds. Check on Kraken’s API page that it has no right to withdraw.',
    fr: 'Kraken n’a pas dit si cette clé peut retirer des fonds. Vérifiez sur la page API de Kraken qu’elle n’a pas de droit de retrait.',
  },
  'exchange.kraken.note.right_missing': {
    en: 'This key lacks Kraken’s right “{right}”.',
    fr: 'Il manque à cette clé le droit « {right} » de Kraken.',
  },
} as const satisfies Messages
