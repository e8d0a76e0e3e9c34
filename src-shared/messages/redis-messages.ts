import type { Messages } from './messages.ts'

/** Answers to requests that come over Redis, before any exchange is asked. */
export const redisMessages = {
  'redis.malformed': {
    en: 'The request is not valid JSON ({reason}).',
    fr: 'La requête n’est pas un JSON valide ({reason}).',
  },
  'redis.malformed_at': {
    en: 'The request is not valid JSON (from character {position} on).',
    fr: 'La requête n’est pas un JSON valide (à partir du caractère {position}).',
  },
  'redis.reason.not_an_object': { en: 'it is not an object', fr: 'ce n’est pas un objet' },
  'redis.status.open': { en: 'open', fr: 'ouvert' },
  'redis.status.partially_filled': { en: 'partly executed', fr: 'partiellement exécuté' },
  'redis.status.filled': { en: 'executed', fr: 'exécuté' },
  'redis.status.cancelled': { en: 'cancelled', fr: 'annulé' },
  'redis.status.rejected': { en: 'refused', fr: 'refusé' },
  'redis.status.expired': { en: 'expired', fr: 'expiré' },
  'redis.status.unknown': { en: 'in doubt', fr: 'incertain' },
  'redis.status.cancel_only': { en: 'cancelling only', fr: 'annulations seulement' },
  'redis.status.halted': { en: 'halted', fr: 'suspendu' },
  'redis.permission.read': { en: 'reading', fr: 'lecture' },
  'redis.permission.trade': { en: 'trading', fr: 'trading' },
  'redis.field_invalid': {
    en: 'The request field {field} is not valid: {reason}.',
    fr: 'Le champ {field} de la requête n’est pas valide : {reason}.',
  },
  'redis.account_busy': {
    en: '{count} requests for the account {account} are already waiting: this one was not carried out.',
    fr: '{count} requêtes attendent déjà pour le compte {account} : celle-ci n’a pas été exécutée.',
  },
  'redis.queue_full': {
    en: 'Too many requests are already waiting: this one was not carried out.',
    fr: 'Trop de requêtes attendent déjà : celle-ci n’a pas été exécutée.',
  },
  'redis.closing': {
    en: 'The gateway is shutting down: the request was not carried out.',
    fr: 'La passerelle est en cours de fermeture : la requête n’a pas été exécutée.',
  },
  'redis.too_large': {
    en: 'The request has {size} characters; at most {maximum} are accepted.',
    fr: 'La requête a {size} caractères ; au plus {maximum} sont acceptés.',
  },
  'redis.reason.too_deep': {
    en: 'The request is nested more than {value} levels deep.',
    fr: 'La requête est imbriquée sur plus de {value} niveaux.',
  },
  'redis.reason.key_too_long': {
    en: 'A field name of the request has more than {value} characters.',
    fr: 'Un nom de champ de la requête a plus de {value} caractères.',
  },
  'redis.reason.forbidden_key': {
    en: 'The request field {value} is not allowed.',
    fr: 'Le champ {value} n’est pas permis dans une requête.',
  },
  'redis.reason.duplicate_key': {
    en: 'The request has the field {value} twice.',
    fr: 'La requête contient deux fois le champ {value}.',
  },
  'redis.reason.too_many_keys': {
    en: 'The request has more than {value} fields.',
    fr: 'La requête a plus de {value} champs.',
  },
  'redis.field_not_text': {
    en: 'The request field {field} must be text.',
    fr: 'Le champ {field} de la requête doit être un texte.',
  },
  'redis.field_not_object': {
    en: 'The request field {field} must be an object.',
    fr: 'Le champ {field} de la requête doit être un objet.',
  },
  'redis.field_not_positive_integer': {
    en: 'The request field {field} must be an integer greater than 0.',
    fr: 'Le champ {field} de la requête doit être un entier supérieur à 0.',
  },
  'redis.field_not_time': {
    en: 'The request field {field} must be a time in milliseconds.',
    fr: 'Le champ {field} de la requête doit être une heure en millisecondes.',
  },
  'redis.field_not_symbols': {
    en: 'The request field {field} must be a list of at most {maximum} symbols.',
    fr: 'Le champ {field} de la requête doit être une liste d’au plus {maximum} symboles.',
  },
  'redis.field_conflict': {
    en: 'The request fields {field} and {other} contradict each other.',
    fr: 'Les champs {field} et {other} de la requête se contredisent.',
  },
  'redis.field_not_applicable': {
    en: 'The field {field} does not apply to orders of the type {type}.',
    fr: 'Le champ {field} ne s’applique pas aux ordres de type {type}.',
  },
  'redis.unknown_action': { en: 'The action {action} is unknown.', fr: 'L’action {action} est inconnue.' },
  'redis.unknown_broker': {
    en: 'The broker {brokerId} is not known to the gateway. Add an account with this broker id and its API key in the gateway’s window: it does not use the keys of this page.',
    fr: 'Le broker {brokerId} n’est pas connu de la passerelle. Ajoutez dans la fenêtre de la passerelle un compte avec cet identifiant de broker et sa clé API : elle n’utilise pas les clés de cette page.',
  },
  'redis.key_lives_here': {
    en: 'The key is the one that the gateway keeps for its account {name}; a key changed on this page changes nothing there.',
    fr: 'Il s’agit de la clé que la passerelle garde pour son compte {name} ; changer la clé sur cette page n’y change rien.',
  },
  'redis.broker_wanted': {
    en: 'Django asks for the broker {brokerId} of the user {userId}, which no account here has (requests: {count}, the last at {last}). Add an account with this broker id and user id on the Accounts screen, with its API key: keys entered on Django’s page do not reach this application.',
    fr: 'Django demande le broker {brokerId} de l’utilisateur {userId}, qu’aucun compte n’a ici (requêtes : {count}, la dernière à {last}). Ajoutez sur l’écran Comptes un compte avec ces identifiants de broker et d’utilisateur, et sa clé API : les clés saisies sur la page de Django n’arrivent pas dans cette application.',
  },
  'redis.broker_of_another_user': {
    en: 'Django asks for the broker {brokerId} as the user {userId}; the account here belongs to the user {owner} (requests: {count}, the last at {last}). If the broker has changed hands on Django’s page, remove the account and add it for that user.',
    fr: 'Django demande le broker {brokerId} en tant qu’utilisateur {userId} ; le compte appartient ici à l’utilisateur {owner} (requêtes : {count}, la dernière à {last}). Si le broker a changé de main sur la page de Django, supprimez le compte et ajoutez-le pour cet utilisateur.',
  },
  'redis.foreign_user': {
    en: 'The broker {brokerId} does not belong to the user {userId}.',
    fr: 'Le broker {brokerId} n’appartient pas à l’utilisateur {userId}.',
  },
  'redis.user_missing': { en: 'The field user_id is required.', fr: 'Le champ user_id est obligatoire.' },
  'redis.not_permitted': {
    en: 'The account {name} does not allow “{permission}” over Redis.',
    fr: 'Le compte {name} n’autorise pas « {permission} » par Redis.',
  },
  'redis.expired': {
    en: 'The request came too late ({age} s old, limit {limit} s) and was not executed.',
    fr: 'La requête est arrivée trop tard (âge {age} s, limite {limit} s) et n’a pas été exécutée.',
  },
  'redis.expired_backlog': {
    en: 'The request was already waiting when the gateway started and was not executed.',
    fr: 'La requête attendait déjà au démarrage de la passerelle et n’a pas été exécutée.',
  },
  'redis.duplicate': {
    en: 'The request id {requestId} was already used for another request.',
    fr: 'L’identifiant de requête {requestId} a déjà servi à une autre requête.',
  },
  'redis.overloaded': {
    en: 'The gateway is already working on {count} requests; this one was not executed.',
    fr: 'La passerelle traite déjà {count} requêtes ; celle-ci n’a pas été exécutée.',
  },
  'redis.interrupted': {
    en: 'The gateway was interrupted while it worked on this request; look at the open orders and the history before sending it again.',
    fr: 'La passerelle a été interrompue pendant cette requête ; vérifiez les ordres ouverts et l’historique avant de la renvoyer.',
  },
  'redis.not_claimed': {
    en: 'The request was not executed: the gateway could not note in Redis that it had taken it ({reason}).',
    fr: 'La requête n’a pas été exécutée : la passerelle n’a pas pu noter dans Redis qu’elle l’avait prise ({reason}).',
  },
  'redis.claim_lost': {
    en: 'The connection to Redis was lost before work on the request began; it will be taken up when Redis is back.',
    fr: 'La liaison avec Redis a été perdue avant le traitement de la requête ; elle sera reprise au retour de Redis.',
  },
  'redis.one_of': {
    en: 'The request needs one of the fields {field} and {other}, not both.',
    fr: 'La requête doit porter l’un des champs {field} et {other}, pas les deux.',
  },
  'redis.order_unknown': {
    en: 'This account has no order {orderId} among its open and latest orders; name its symbol to find an older one.',
    fr: 'Ce compte n’a pas d’ordre {orderId} parmi ses ordres ouverts et récents ; indiquez son symbole pour en trouver un plus ancien.',
  },
  'redis.terminal3.not_usdt': {
    en: 'Terminal 3 counts in USDT, which is not the currency of {symbol}; nothing was sent.',
    fr: 'Terminal 3 calcule en USDT, qui n’est pas la devise de {symbol} ; rien n’a été envoyé.',
  },
  'redis.terminal3.beyond_balance': {
    en: 'The order needs {asked} {asset}, of which {available} are available; nothing was sent. Terminal 3 sends a value in USDT as the amount of this order; the gateway converts it once its setting for that is on.',
    fr: 'L’ordre demande {asked} {asset}, dont {available} sont disponibles ; rien n’a été envoyé. Terminal 3 envoie une valeur en USDT comme quantité de cet ordre ; la passerelle la convertit une fois le réglage prévu activé.',
  },
  'redis.terminal3.below_minimum': {
    en: 'The order asks for {asked} {asset}, below the minimum of {minimum} on {symbol}; nothing was sent. Terminal 3 sends a value in USDT as the amount of this order; the gateway converts it once its setting for that is on.',
    fr: 'L’ordre demande {asked} {asset}, sous le minimum de {minimum} sur {symbol} ; rien n’a été envoyé. Terminal 3 envoie une valeur en USDT comme quantité de cet ordre ; la passerelle la convertit une fois le réglage prévu activé.',
  },
  'redis.done.loading_markets': {
    en: 'The markets of {exchange} are being loaded.',
    fr: 'Les marchés de {exchange} sont en cours de chargement.',
  },
  'redis.done.edited': {
    en: 'Order {orderId} changed.',
    fr: 'Ordre {orderId} modifié.',
  },
  'redis.done.placed': {
    en: 'Order {orderId} placed on {exchange}.',
    fr: 'Ordre {orderId} placé sur {exchange}.',
  },
  'redis.done.filled': {
    en: 'Order {orderId} executed on {exchange}.',
    fr: 'Ordre {orderId} exécuté sur {exchange}.',
  },
  'redis.done.pair_ended': {
    en: 'The {role} of the same pair ends with it.',
    fr: 'Le {role} de la même paire prend fin avec lui.',
  },
  'redis.done.cancelled': {
    en: 'Order {orderId} cancelled.',
    fr: 'Ordre {orderId} annulé.',
  },
  'redis.done.not_cancelled': {
    en: 'Order {orderId} could not be cancelled any more: it is {status}.',
    fr: 'L’ordre {orderId} ne pouvait plus être annulé : il est {status}.',
  },
} as const satisfies Messages
