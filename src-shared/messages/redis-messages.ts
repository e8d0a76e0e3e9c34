import type { Messages } from './messages.ts'

/** Answers to requests that come over Redis, before any exchange is asked. */
export const redisMessages = {
  'redis.malformed': {
    en: 'The request is not valid JSON ({reason}).',
    fr: 'La requête n’est pas un JSON valide ({reason}).',
  },
  'redis.field_invalid': {
    en: 'The request field {field} is not valid: {reason}.',
    fr: 'Le champ {field} de la requête n’est pas valide : {reason}.',
  },
  'redis.too_large': {
    en: 'The request has {size} characters; at most {maximum} are accepted.',
    fr: 'La requête a {size} caractères ; au plus {maximum} sont acceptés.',
  },
  'redis.unknown_action': { en: 'The action {action} is unknown.', fr: 'L’action {action} est inconnue.' },
  'redis.unknown_broker': {
    en: 'The broker {brokerId} is not known to the gateway.',
    fr: 'Le broker {brokerId} n’est pas connu de la passerelle.',
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
    en: 'The gateway already works on {count} requests; this one was not executed.',
    fr: 'La passerelle traite déjà {count} requêtes ; celle-ci n’a pas été exécutée.',
  },
} as const satisfies Messages
