import type { Messages } from './messages.ts'

/** What a rehearsal says of requests that it answered without moving anything. */
export const rehearsalMessages = {
  'rehearsal.reads_only': {
    en: 'This is a rehearsal: nothing that could move an order is sent.',
    fr: 'Ceci est une répétition : rien de ce qui pourrait toucher un ordre n’est envoyé.',
  },
  'rehearsal.asks_person': {
    en: 'A person would be asked whether the amount of Terminal 3 is coins or a value in USDT.',
    fr: 'On demanderait à une personne si le montant du Terminal 3 est en pièces ou une valeur en USDT.',
  },
  'rehearsal.would_place': {
    en: 'Would be sent: {order}',
    fr: 'Serait envoyé : {order}',
  },
  'rehearsal.would_place_nothing': {
    en: 'Nothing would be sent now: the application itself would hold the exits of {order}',
    fr: 'Rien ne serait envoyé pour l’instant : l’application garderait elle-même les sorties de {order}',
  },
  'rehearsal.tried': {
    en: '{exchange} accepted it as a dry run, which checks syntax and limits, not balances.',
    fr: '{exchange} l’a accepté à l’essai, ce qui vérifie la syntaxe et les limites, pas les soldes.',
  },
  'rehearsal.not_tried': {
    en: 'Only checked here: {exchange} was not asked for a dry run ({reason})',
    fr: 'Vérifié ici seulement : aucun essai n’a été demandé à {exchange} ({reason})',
  },
  'rehearsal.would_wait': {
    en: 'It would wait for a person’s approval: it is above the account’s threshold, or its worth is not known.',
    fr: 'Il attendrait l’accord d’une personne : il dépasse le seuil du compte, ou sa valeur n’est pas connue.',
  },
  'rehearsal.would_cancel': {
    en: 'The order is known and open; its cancellation would be sent: {order}',
    fr: 'L’ordre est connu et ouvert ; son annulation serait envoyée : {order}',
  },
  'rehearsal.already_over': {
    en: 'The order is known, and over by now ({status}): nothing could be sent any more.',
    fr: 'L’ordre est connu, et terminé à présent ({status}) : rien ne pourrait plus être envoyé.',
  },
  'rehearsal.would_edit': {
    en: 'The order is known and open; it would be changed to: {order}',
    fr: 'L’ordre est connu et ouvert ; il deviendrait : {order}',
  },
} as const satisfies Messages
