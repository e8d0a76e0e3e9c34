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
  'account.open_work': {
    en: '{name} has orders whose outcome is not known yet ({orders}) and live brackets ({brackets}). Without a key of that same account they can be neither found nor followed.',
    fr: '{name} a des ordres dont l’issue n’est pas encore connue ({orders}) et des brackets en cours ({brackets}). Sans une clé de ce même compte, ils ne peuvent être ni retrouvés ni suivis.',
  },
  'account.rights_unread': {
    en: '{exchange} has not yet said what the key of {name} may do, so no orders are placed or changed with it. Test the account once {exchange} answers.',
    fr: '{exchange} n’a pas encore dit ce que permet la clé de {name} : aucun ordre n’est passé ni modifié avec elle. Testez le compte dès que {exchange} répond.',
  },
  'account.key_malformed': {
    en: 'This secret is neither an HMAC secret nor a PKCS#8 private key in PEM form.',
    fr: 'Ce secret n’est ni un secret HMAC ni une clé privée PKCS#8 au format PEM.',
  },
  'account.key_public': {
    en: 'This is the public key, which belongs at the exchange. Give the private key that goes with it.',
    fr: 'C’est la clé publique, celle que l’on donne à l’exchange. Indiquez ici la clé privée qui va avec.',
  },
  'account.key_encrypted': {
    en: 'This private key is protected by a password. Give it unprotected, for instance after: openssl pkcs8 -in key.pem -out unlocked.pem',
    fr: 'Cette clé privée est protégée par un mot de passe. Donnez-la sans protection, par exemple après : openssl pkcs8 -in key.pem -out unlocked.pem',
  },
  'account.reason.visible_ascii': {
    en: 'only letters, digits and punctuation are allowed, without spaces or accents',
    fr: 'seuls les lettres, les chiffres et la ponctuation sont admis, sans espaces ni accents',
  },
  'account.reason.ascii': {
    en: 'only letters, digits and punctuation are allowed, without accents',
    fr: 'seuls les lettres, les chiffres et la ponctuation sont admis, sans accents',
  },
  'account.key_kind': {
    en: '{exchange} accepts only keys of the type {kinds}; this secret is of the type {kind}.',
    fr: '{exchange} n’accepte que des clés de type {kinds} ; ce secret est de type {kind}.',
  },
  'account.passphrase_missing': {
    en: '{exchange} keys come with a passphrase, chosen when the key was created; it is missing.',
    fr: 'Une clé {exchange} va avec une phrase de passe, choisie à sa création ; elle manque.',
  },
  'account.practice_address': {
    en: 'A practice exchange must run on this machine, at an address such as http://127.0.0.1:8900/binance.',
    fr: 'Un exchange d’entraînement doit tourner sur cette machine, à une adresse comme http://127.0.0.1:8900/binance.',
  },
  'account.order_route': {
    en: 'Orders go to {exchange} over REST only.',
    fr: 'Les ordres ne sont transmis à {exchange} que par REST.',
  },
  'account.practice_kind_unknown': {
    en: 'The practice exchange of {exchange} has no account of the type {accountKind} (it has: {kinds}).',
    fr: 'L’exchange d’entraînement de {exchange} n’a pas de compte de type {accountKind} (il a : {kinds}).',
  },
  'account.key_can_withdraw': {
    en: 'This {exchange} key can withdraw funds. A trading program does not need that right, and whoever steals the key could empty the account. At {exchange}, create a key that can only read and trade, or edit this one and remove its right to withdraw or transfer out; restricting it to this machine’s IP address helps too. It is used only if you accept the risk explicitly.',
    fr: 'Cette clé {exchange} peut retirer des fonds. Un programme de trading n’a pas besoin de ce droit, et quiconque volerait la clé pourrait vider le compte. Chez {exchange}, créez une clé qui ne peut que lire et trader, ou modifiez celle-ci pour lui ôter le droit de retrait ou de transfert sortant ; la restreindre à l’adresse IP de cette machine aide aussi. Elle n’est utilisée que si vous acceptez explicitement le risque.',
  },
  'account.key_check_slow': {
    en: '{exchange} did not answer within {seconds} s.',
    fr: '{exchange} n’a pas répondu en {seconds} s.',
  },
  'account.registry_unreadable': {
    en: 'The list of accounts {file} cannot be read ({reason}), so no account is in service. It was left as it is: repair it, or move it away and add the accounts again.',
    fr: 'La liste des comptes {file} est illisible ({reason}) ; aucun compte n’est donc en service. Elle a été laissée telle quelle : réparez-la, ou déplacez-la et ajoutez de nouveau les comptes.',
  },
  'account.registry_spoilt': {
    en: 'The list of accounts {file} can no longer be read ({reason}). The accounts stay in service as they were last read, and none can be changed until it is repaired.',
    fr: 'La liste des comptes {file} n’est plus lisible ({reason}). Les comptes restent en service tels qu’ils avaient été lus, et aucun ne peut être modifié tant qu’elle n’est pas réparée.',
  },
  'account.registry_gone': {
    en: 'The list of accounts {file} was removed while the gateway was running. The accounts stay in service as they were last read; the next change to an account writes the list again.',
    fr: 'La liste des comptes {file} a été supprimée alors que la passerelle était en marche. Les comptes restent en service tels qu’ils avaient été lus ; la prochaine modification d’un compte réécrira la liste.',
  },
  'account.registry_missing': {
    en: 'The list of accounts {file} is missing, although this folder has been used before; no account is in service. Put it back, or add the accounts again.',
    fr: 'La liste des comptes {file} manque alors que ce dossier a déjà servi ; aucun compte n’est en service. Remettez-la en place ou ajoutez de nouveau les comptes.',
  },
  'account.keychain_silent': {
    en: 'The keychain does not give out the API key of {name} ({reason}); nothing was sent. Unlock it: the gateway asks again by itself.',
    fr: 'Le trousseau ne donne pas la clé API de {name} ({reason}) ; rien n’a été envoyé. Déverrouillez-le : la passerelle l’interrogera de nouveau d’elle-même.',
  },
  'keychain.waited_for': {
    en: 'The keychain does not give out the API keys of {names} ({reason}). The gateway keeps asking until it does.',
    fr: 'Le trousseau ne donne pas les clés API de {names} ({reason}). La passerelle l’interroge jusqu’à ce qu’il réponde.',
  },
  'keychain.leftovers': {
    en: 'The keychain does not answer; it may still hold the keys of {count} removed accounts. They are deleted as soon as it answers.',
    fr: 'Le trousseau ne répond pas ; il contient peut-être encore les clés de {count} comptes supprimés. Elles seront effacées dès qu’il répondra.',
  },
  'account.practice_not_running': {
    en: 'The practice exchange of the account {name} is not running.',
    fr: 'L’exchange d’entraînement du compte {name} n’est pas en marche.',
  },
  'keychain.no_session_bus': {
    en: 'there is no D-Bus session bus',
    fr: 'il n’y a pas de bus de session D-Bus',
  },
  'keychain.silent': {
    en: 'it does not answer and may be locked',
    fr: 'il ne répond pas et est peut-être verrouillé',
  },
  'keychain.forgets': {
    en: 'it does not give back what was stored in it',
    fr: 'il ne rend pas ce qui y a été enregistré',
  },
  'keychain.incomplete': {
    en: 'only part of a long key is there; enter the key again',
    fr: 'il n’y reste qu’une partie d’une longue clé ; saisissez la clé à nouveau',
  },
  'keychain.too_long': {
    en: 'This key is too long for this system’s keychain, which stores at most {limit} bytes of it. Create a shorter key at the exchange (RSA up to 4,096 bits fits), or keep this one for this run only.',
    fr: 'Cette clé est trop longue pour le trousseau de ce système, qui en garde au plus {limit} octets. Créez une clé plus courte chez l’exchange (RSA jusqu’à 4 096 bits convient), ou gardez celle-ci pour cette session seulement.',
  },
  'keychain.not_asked': { en: 'it has not been asked yet', fr: 'il n’a pas encore été interrogé' },
  'keychain.unavailable': {
    en: 'No system keychain answers ({reason}). API keys can be kept for this run only.',
    fr: 'Aucun trousseau système ne répond ({reason}). Les clés API ne peuvent être gardées que pour cette session.',
  },
  'keychain.entry_unreadable': {
    en: 'The keychain did not give out the API key of the account {name} ({reason}).',
    fr: 'Le trousseau n’a pas donné la clé API du compte {name} ({reason}).',
  },
} as const satisfies Messages
