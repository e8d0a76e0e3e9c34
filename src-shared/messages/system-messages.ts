import type { Messages } from './messages.ts'

/** The application itself. */
export const systemMessages = {
  'error.internal': {
    en: 'An internal error occurred; it was logged.',
    fr: 'Une erreur interne est survenue ; elle a été journalisée.',
  },
  'error.input': {
    en: 'The field {field} is not valid: {reason}.',
    fr: 'Le champ {field} n’est pas valide : {reason}.',
  },
  'error.unknown_channel': { en: 'There is no such call: {name}.', fr: 'Cet appel n’existe pas : {name}.' },
  'error.not_trusted': {
    en: 'This page may not ask that.',
    fr: 'Cette page n’a pas le droit de demander cela.',
  },
  'error.shutting_down': {
    en: 'The gateway is stopping; nothing was sent.',
    fr: 'La passerelle s’arrête ; rien n’a été envoyé.',
  },
  'panel.unreachable': {
    en: 'The gateway does not answer this window.',
    fr: 'La passerelle ne répond pas à cette fenêtre.',
  },
  'panel.write_unconfirmed': {
    en: 'The connection to the gateway broke before its answer: it may have been carried out. Look at how things stand (open orders, history, settings) before you act again.',
    fr: 'La connexion à la passerelle s’est rompue avant sa réponse : c’est peut-être fait. Regardez ce qu’il en est (ordres ouverts, historique, réglages) avant d’agir de nouveau.',
  },
} as const satisfies Messages
