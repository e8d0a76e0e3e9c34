import type { Messages } from './messages.ts'

/** Why Django's PostgreSQL cannot be reached or used. {address} is where; {words} are the server's or the system's own. */
export const databaseMessages = {
  'database.refused': {
    en: 'Nothing listens at {address}: is PostgreSQL running there, and is this its port?',
    fr: 'Rien n’écoute à l’adresse {address} : PostgreSQL y tourne-t-il, et est-ce bien son port ?',
  },
  'database.unknown_host': {
    en: 'The host name in {address} is unknown.',
    fr: 'Le nom de machine indiqué dans {address} est inconnu.',
  },
  'database.unreachable': {
    en: 'There is no network route to {address}.',
    fr: 'Aucune route réseau ne mène à {address}.',
  },
  'database.silent': {
    en: 'PostgreSQL at {address} did not answer in time: wrong address, a firewall, or a server that hangs.',
    fr: 'PostgreSQL à l’adresse {address} n’a pas répondu à temps : mauvaise adresse, pare-feu, ou serveur bloqué.',
  },
  'database.closed': {
    en: '{address} closed the connection: PostgreSQL has stopped or restarted, or this is not a PostgreSQL.',
    fr: '{address} a fermé la connexion : PostgreSQL s’est arrêté ou redémarre, ou ce n’est pas un PostgreSQL.',
  },
  'database.starting': {
    en: 'PostgreSQL at {address} is starting up or shutting down; it is tried again.',
    fr: 'PostgreSQL à l’adresse {address} démarre ou s’arrête ; une nouvelle tentative suivra.',
  },
  'database.password_wrong': {
    en: 'PostgreSQL does not accept this user and password.',
    fr: 'PostgreSQL n’accepte pas cet utilisateur et ce mot de passe.',
  },
  'database.not_let_in': {
    en: 'PostgreSQL does not let this user in from here (pg_hba.conf): {words}',
    fr: 'PostgreSQL ne laisse pas entrer cet utilisateur depuis ici (pg_hba.conf) : {words}',
  },
  'database.no_database': {
    en: 'There is no database of this name at {address}.',
    fr: 'Il n’y a pas de base de ce nom à l’adresse {address}.',
  },
  'database.too_many_connections': {
    en: 'PostgreSQL at {address} has no connection left to give; it is tried again.',
    fr: 'PostgreSQL à l’adresse {address} n’a plus de connexion à donner ; une nouvelle tentative suivra.',
  },
  'database.no_tls': {
    en: '{address} does not speak TLS.',
    fr: '{address} ne parle pas TLS.',
  },
  'database.untrusted': {
    en: 'The certificate of {address} is not signed by an authority that is trusted here; give the file of its CA certificate.',
    fr: 'Le certificat de {address} n’est signé par aucune autorité reconnue ici ; indiquez le fichier du certificat de son autorité (CA).',
  },
  'database.wrong_name': {
    en: 'The certificate of {address} was issued for another name.',
    fr: 'Le certificat de {address} est établi pour un autre nom.',
  },
  'database.certificate_expired': {
    en: 'The certificate of {address} has expired or is not valid yet.',
    fr: 'Le certificat de {address} a expiré ou n’est pas encore valable.',
  },
  'database.tls_failed': {
    en: 'The TLS connection to {address} failed ({words}).',
    fr: 'La connexion TLS à {address} a échoué ({words}).',
  },
  'database.file': {
    en: 'The file {path} cannot be read ({reason}).',
    fr: 'Le fichier {path} ne peut pas être lu ({reason}).',
  },
  'database.no_right': {
    en: 'PostgreSQL does not give this user a right that is needed: {words}',
    fr: 'PostgreSQL ne donne pas à cet utilisateur un droit nécessaire : {words}',
  },
  'database.other_tables': {
    en: 'Django’s tables are not as they are expected: {words}',
    fr: 'Les tables de Django ne sont pas comme attendu : {words}',
  },
  'database.no_such_broker': {
    en: 'Django’s database knows no such broker or user as this account is for: {words}',
    fr: 'La base de Django ne connaît pas le broker ou l’utilisateur de ce compte : {words}',
  },
  'database.locked': {
    en: 'Django’s table was held by somebody else for too long; nothing was written.',
    fr: 'La table de Django a été tenue trop longtemps par quelqu’un d’autre ; rien n’a été écrit.',
  },
  'database.too_slow': {
    en: 'PostgreSQL took too long; nothing was written.',
    fr: 'PostgreSQL a mis trop de temps ; rien n’a été écrit.',
  },
  'database.full': {
    en: 'PostgreSQL has no room left on its disk.',
    fr: 'PostgreSQL n’a plus de place sur son disque.',
  },
  'database.read_only': {
    en: 'The database at {address} is read-only (a replica, perhaps).',
    fr: 'La base à l’adresse {address} est en lecture seule (un réplica, peut-être).',
  },
  'database.other': {
    en: 'PostgreSQL cannot be used: {words}',
    fr: 'PostgreSQL ne peut pas être utilisé : {words}',
  },
  'database.no_markets': {
    en: 'The exchange {exchange} lists no market: Django’s list of symbols stays as it is.',
    fr: 'L’exchange {exchange} n’annonce aucun marché : la liste des symboles de Django reste telle quelle.',
  },
  'database.lacks_rights': {
    en: 'The login to Django’s database lacks rights that this needs; the Gateway screen shows which, and how to grant them.',
    fr: 'L’identifiant pour la base de Django n’a pas les droits nécessaires ; l’écran Passerelle montre lesquels, et comment les accorder.',
  },
  'database.type_password_again': {
    en: 'The stored password is only given to the server and the user that it was stored for; type it again for these.',
    fr: 'Le mot de passe enregistré n’est donné qu’au serveur et à l’utilisateur pour lesquels il a été enregistré ; saisissez-le de nouveau pour ceux-ci.',
  },
  'database.secret_unreadable': {
    en: 'The stored password of Django’s database could not be read ({reason}).',
    fr: 'Le mot de passe enregistré de la base de Django n’a pas pu être lu ({reason}).',
  },
  'database.connecting': {
    en: 'Django’s database is not reached yet.',
    fr: 'La base de Django n’est pas encore jointe.',
  },
  'database.trade_not_sent': {
    en: 'The order was not sent, because its row cannot be written into Django’s database: {why}',
    fr: 'L’ordre n’a pas été envoyé, car sa ligne ne peut pas être écrite dans la base de Django : {why}',
  },
  'database.trade_nothing_sent': {
    en: 'The gateway was interrupted before the order was sent; nothing was executed.',
    fr: 'La passerelle a été interrompue avant l’envoi de l’ordre ; rien n’a été exécuté.',
  },
  'database.trade_text_too_long': {
    en: 'The order was not sent: “{field}” has more than the {most} characters that Django’s table holds.',
    fr: 'L’ordre n’a pas été envoyé : « {field} » dépasse les {most} caractères que contient la table de Django.',
  },
  'database.trade_number_too_large': {
    en: 'The order was not sent: “{field}” is larger than Django’s table holds (twelve digits before the point).',
    fr: 'L’ordre n’a pas été envoyé : « {field} » est plus grand que ne l’accepte la table de Django (douze chiffres avant la virgule).',
  },
  'database.trade_id_too_large': {
    en: 'Django’s database gave the row the number {id}, which its page cannot read exactly.',
    fr: 'La base de Django a donné à la ligne le numéro {id}, que sa page ne peut pas lire exactement.',
  },
  'database.trades_waiting': {
    en: 'Rows that wait to be written into Django’s table of trades: {count}. {why}',
    fr: 'Lignes en attente d’écriture dans la table des trades de Django : {count}. {why}',
  },
  'database.off': {
    en: 'Django’s database is not connected.',
    fr: 'La base de Django n’est pas connectée.',
  },
} as const satisfies Messages
