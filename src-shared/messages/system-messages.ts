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
  'file.disk_full': {
    en: 'The disk is full: {file} could not be written, and nothing was done.',
    fr: 'Le disque est plein : {file} n’a pas pu être écrit, et rien n’a été fait.',
  },
  'file.locked': {
    en: 'Another program holds {file}; nothing was done. Try again in a moment.',
    fr: 'Un autre programme retient {file} ; rien n’a été fait. Réessayez dans un instant.',
  },
  'file.not_writable': {
    en: '{file} could not be written, and nothing was done. Check the rights of the folder and the disk.',
    fr: '{file} n’a pas pu être écrit, et rien n’a été fait. Vérifiez les droits du dossier et le disque.',
  },
  'system.log_unwritable': {
    en: 'Lines of the log {file} cannot be written ({reason}); they are lost. Is the disk full?',
    fr: 'Des lignes du fichier {file} ne peuvent pas être écrites ({reason}) ; elles sont perdues. Le disque est-il plein ?',
  },
  'system.exchange_store_damaged': {
    en: 'What clients remember of the exchanges was damaged and kept as {file}. Kraken’s nonces go on from the clock; names that orders were given before the damage are not known any more.',
    fr: 'La mémoire des clients d’exchange était endommagée et a été gardée sous {file}. Les nonces de Kraken repartent de l’horloge ; les noms donnés aux ordres avant le dommage ne sont plus connus.',
  },
  'practice.state_damaged': {
    en: 'The state of the practice exchanges could not be read and was kept as {file}. Practice accounts begin anew: their orders and balances of before are gone. Real accounts are not concerned.',
    fr: 'L’état des exchanges d’entraînement n’a pas pu être lu et a été gardé sous {file}. Les comptes d’entraînement repartent de zéro : leurs ordres et leurs soldes d’avant ont disparu. Les comptes réels ne sont pas concernés.',
  },
  'practice.state_not_kept': {
    en: 'The state of the practice exchanges cannot be written to {file} ({reason}). They go on, but will not know their latest orders after a restart. Is the disk full?',
    fr: 'L’état des exchanges d’entraînement ne peut pas être écrit dans {file} ({reason}). Ils continuent, mais ne connaîtront plus leurs derniers ordres après un redémarrage. Le disque est-il plein ?',
  },
  'practice.not_started': {
    en: 'The practice exchanges of this application did not start ({reason}). Practice accounts are not served; real accounts are not concerned.',
    fr: 'Les exchanges d’entraînement de cette application n’ont pas démarré ({reason}). Les comptes d’entraînement ne sont pas servis ; les comptes réels ne sont pas concernés.',
  },
  'settings.unreadable': {
    en: 'The settings {file} cannot be read ({reason}), so Redis is not served: it could be the wrong one, or with the wrong amounts. Mend the file, or move it away and choose again.',
    fr: 'Les réglages {file} sont illisibles ({reason}) ; Redis n’est donc pas servi : ce pourrait être le mauvais, ou avec de mauvais montants. Réparez le fichier, ou déplacez-le et refaites vos choix.',
  },
  'settings.missing': {
    en: 'The settings {file} are missing although something was chosen in this folder, so Redis is not served. Put the file back, or choose again on the Gateway screen.',
    fr: 'Les réglages {file} manquent alors que des choix avaient été faits dans ce dossier ; Redis n’est donc pas servi. Remettez le fichier en place ou refaites vos choix dans l’écran Passerelle.',
  },
  'settings.spoilt': {
    en: 'The settings {file} cannot be read any more ({reason}). What was read before stays in use, and nothing can be changed until the file is mended.',
    fr: 'Les réglages {file} ne sont plus lisibles ({reason}). Ce qui avait été lu reste en usage, et rien ne peut être modifié tant que le fichier n’est pas réparé.',
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
