import type { Messages } from './messages.ts'

/** What only Kraken makes us say. */
export const krakenMessages = {
  'exchange.kraken.nonce': {
    en: 'Kraken has seen a larger number (nonce) under this API key; nothing was executed. Another program uses the same key, or did: make a key for this application alone.',
    fr: 'Kraken a vu un nombre (nonce) plus grand sous cette clé API ; rien n’a été exécuté. Un autre programme utilise ou utilisait la même clé : créez une clé pour cette seule application.',
  },
  'exchange.kraken.lockout': {
    en: 'Kraken has locked this API key out after repeated errors, and every call would prolong that: for {minutes} min nothing is sent with it. Nothing was executed.',
    fr: 'Kraken a bloqué cette clé API après des erreurs répétées, et chaque appel prolongerait le blocage : rien n’est envoyé avec elle pendant {minutes} min. Rien n’a été exécuté.',
  },
  'exchange.kraken.late': {
    en: 'The order did not fit the time that Kraken gives it, so it was not executed; Kraken’s clock was measured again.',
    fr: 'L’ordre ne tenait pas dans le délai que Kraken lui laisse, il n’a donc pas été exécuté ; l’horloge de Kraken a été mesurée de nouveau.',
  },
  'exchange.kraken.mode': {
    en: 'Kraken is in the mode {mode} at the moment and does not take this order.',
    fr: 'Kraken est en ce moment dans le mode {mode} et n’accepte pas cet ordre.',
  },
  'exchange.kraken.note.close_per_fill': {
    en: 'Kraken arms one exit order for each fill of the entry, of that fill’s size; an entry that fills in several parts gets several exits.',
    fr: 'Kraken arme un ordre de sortie par exécution de l’entrée, de la taille de cette exécution ; une entrée exécutée en plusieurs fois a plusieurs sorties.',
  },
  'exchange.kraken.note.withdrawal_untold': {
    en: 'Kraken did not tell whether this key may withdraw funds. Check on Kraken’s API page that this key has no right to withdraw.',
    fr: 'Kraken n’a pas dit si cette clé peut retirer des fonds. Vérifiez sur la page API de Kraken que cette clé n’a pas de droit de retrait.',
  },
  'exchange.kraken.note.right_missing': {
    en: 'This key lacks Kraken’s right “{right}”.',
    fr: 'Il manque à cette clé le droit « {right} » de Kraken.',
  },
} as const satisfies Messages
