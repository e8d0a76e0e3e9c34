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
    en: 'This page is not allowed to ask for that.',
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
    fr: 'Un autre programme utilise {file} ; rien n’a été fait. Réessayez dans un instant.',
  },
  'file.not_writable': {
    en: '{file} could not be written, and nothing was done. Check the rights of the folder and the disk.',
    fr: '{file} n’a pas pu être écrit, et rien n’a été fait. Vérifiez les droits du dossier et le disque.',
  },
  'system.log_unwritable': {
    en: 'Lines cannot be written to the log {file} ({reason}); they are lost. Is the disk full?',
    fr: 'Des lignes ne peuvent pas être écrites dans le fichier {file} ({reason}) ; elles sont perdues. Le disque est-il plein ?',
  },
  'system.exchange_store_damaged': {
    en: 'The file in which the gateway keeps what it has to remember of the exchanges was damaged; it was kept as {file}. Kraken’s nonces start again from the clock; the names under which earlier orders were sent are no longer known.',
    fr: 'Le fichier où la passerelle garde ce qu’elle doit retenir des exchanges était endommagé ; il a été conservé sous {file}. Les nonces de Kraken repartent de l’horloge ; les noms sous lesquels des ordres antérieurs ont été envoyés ne sont plus connus.',
  },
  'practice.state_damaged': {
    en: 'The state of the practice exchanges could not be read and was kept as {file}. Practice accounts start afresh: their earlier orders and balances are gone. Real accounts are not affected.',
    fr: 'L’état des exchanges d’entraînement n’a pas pu être lu et a été gardé sous {file}. Les comptes d’entraînement repartent de zéro : leurs anciens ordres et soldes ont disparu. Les comptes réels ne sont pas concernés.',
  },
  'practice.state_not_kept': {
    en: 'The state of the practice exchanges cannot be written to {file} ({reason}). They keep running, but after a restart they will have forgotten their latest orders. Is the disk full?',
    fr: 'L’état des exchanges d’entraînement ne peut pas être écrit dans {file} ({reason}). Ils continuent de tourner, mais auront oublié leurs derniers ordres après un redémarrage. Le disque est-il plein ?',
  },
  'practice.not_started': {
    en: 'The practice exchanges of this application did not start ({reason}). Practice accounts are out of service; real accounts are not affected.',
    fr: 'Les exchanges d’entraînement de cette application n’ont pas démarré ({reason}). Les comptes d’entraînement sont hors service ; les comptes réels ne sont pas concernés.',
  },
  'settings.unreadable': {
    en: 'The settings {file} cannot be read ({reason}), so the gateway does not serve Redis: it might be the wrong Redis, or amounts might be read wrongly. Repair the file, or move it away and choose the settings again.',
    fr: 'Les réglages {file} sont illisibles ({reason}) ; la passerelle ne sert donc pas Redis : ce pourrait être le mauvais Redis, ou les montants pourraient être mal lus. Réparez le fichier, ou déplacez-le et refaites vos choix.',
  },
  'settings.missing': {
    en: 'The settings {file} are missing although choices had been made in this folder, so the gateway does not serve Redis. Put the file back, or choose the settings again on the Gateway screen.',
    fr: 'Les réglages {file} manquent alors que des choix avaient été faits dans ce dossier ; la passerelle ne sert donc pas Redis. Remettez le fichier en place ou refaites vos choix dans l’écran Passerelle.',
  },
  'settings.spoilt': {
    en: 'The settings {file} can no longer be read ({reason}). The settings as last read stay in use, and nothing can be changed until the file is repaired.',
    fr: 'Les réglages {file} ne sont plus lisibles ({reason}). Les derniers réglages lus restent en usage, et rien ne peut être modifié tant que le fichier n’est pas réparé.',
  },
  'panel.unreachable': {
    en: 'The gateway does not answer this window.',
    fr: 'La passerelle ne répond pas à cette fenêtre.',
  },
  'panel.write_unconfirmed': {
    en: 'The connection to the gateway broke before it answered: the action may have been carried out. Check how things stand (open orders, history, settings) before you try again.',
    fr: 'La connexion à la passerelle s’est rompue avant sa réponse : l’action a peut-être été exécutée. Vérifiez ce qu’il en est (ordres ouverts, historique, réglages) avant de recommencer.',
  },
} as const satisfies Messages
