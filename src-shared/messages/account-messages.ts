import type { Messages } from './messages.ts'

/** Accounts, credentials and the keychain. */
export const accountMessages = {
  'account.unknown': { en: 'There is no such account.', fr: 'Ce compte n’existe pas.' },
  'account.name_taken': {
    en: 'Another account is already named {name}.',
    fr: 'Un autre compte s’appelle déjà {name}.',
  },
  'account.broker_taken': {
    en: 'The broker id {brokerId} already belongs to the account {name}.',
    fr: 'L’id de broker {brokerId} appartient déjà au compte {name}.',
  },
  'account.field_invalid': {
    en: 'The field {field} is not valid: {reason}.',
    fr: 'Le champ {field} n’est pas valide : {reason}.',
  },
  'account.credentials_missing': {
    en: 'The account {name} has no API key; add one on the Accounts screen.',
    fr: 'Le compte {name} n’a pas de clé API ; ajoutez-en une dans l’écran Comptes.',
  },
  'account.credentials_changed': {
    en: 'The API key of this account was changed or removed meanwhile; nothing was sent.',
    fr: 'La clé API de ce compte a été changée ou supprimée entre-temps ; rien n’a été envoyé.',
  },
  'account.key_malformed': {
    en: 'This secret is neither an HMAC secret nor a PKCS#8 private key in PEM form.',
    fr: 'Ce secret n’est ni un secret HMAC ni une clé privée PKCS#8 au format PEM.',
  },
  'account.registry_damaged': {
    en: 'The list of accounts was damaged and kept as {file}; a new one was started.',
    fr: 'La liste des comptes était endommagée et a été gardée sous {file} ; une nouvelle a été commencée.',
  },
  'account.practice_not_running': {
    en: 'The practice exchange of the account {name} is not running.',
    fr: 'L’exchange d’entraînement du compte {name} n’est pas en marche.',
  },
  'keychain.unavailable': {
    en: 'No system keychain answers ({reason}). API keys can be kept for this run only.',
    fr: 'Aucun trousseau système ne répond ({reason}). Les clés API ne peuvent être gardées que pour cette session.',
  },
  'keychain.entry_unreadable': {
    en: 'The keychain did not give the API key of the account {name} ({reason}).',
    fr: 'Le trousseau n’a pas donné la clé API du compte {name} ({reason}).',
  },
} as const satisfies Messages
