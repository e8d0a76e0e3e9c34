import type { Messages } from './messages.ts'

/** Accounts that are taken over from Django's table of brokers. */
export const takeOverMessages = {
  'take_over.exchange_unknown': {
    en: 'There is no client for the exchange {exchange} here.',
    fr: 'Il n’y a pas ici de client pour l’exchange {exchange}.',
  },
  'take_over.id_too_large': {
    en: 'The id {id} is not a whole number above zero, or is too large to be handled exactly.',
    fr: 'L’id {id} n’est pas un nombre entier supérieur à zéro, ou est trop grand pour être traité exactement.',
  },
  'take_over.no_testnet': {
    en: 'Django marks it as “testnet”, but {exchange} has no test network for spot: it would trade with real money. Remove the mark in Django if that is meant.',
    fr: 'Django le marque « testnet », mais {exchange} n’a pas de réseau de test pour le spot : il traderait avec de l’argent réel. Retirez cette marque dans Django si c’est voulu.',
  },
  'take_over.secret_needed': {
    en: 'Its key is encrypted with Django’s SECRET_KEY.',
    fr: 'Sa clé est chiffrée avec la SECRET_KEY de Django.',
  },
  'take_over.secret_wrong': {
    en: 'Its key cannot be decrypted with this SECRET_KEY: it is not the one that Django uses.',
    fr: 'Sa clé ne se déchiffre pas avec cette SECRET_KEY : ce n’est pas celle qu’utilise Django.',
  },
  'take_over.token_of_another_secret': {
    en: 'The field {field} cannot be decrypted with this SECRET_KEY, although others can: it was stored under an earlier SECRET_KEY, or is damaged. Django cannot read it either; enter the key once more on its page.',
    fr: 'Le champ {field} ne se déchiffre pas avec cette SECRET_KEY, alors que d’autres si : il a été enregistré sous une SECRET_KEY antérieure, ou il est abîmé. Django ne peut pas le lire non plus ; saisissez de nouveau la clé sur sa page.',
  },
  'take_over.token_damaged': {
    en: 'The field {field} begins like an encrypted one but is damaged, whatever the SECRET_KEY; enter the key once more on Django’s page.',
    fr: 'Le champ {field} commence comme un texte chiffré mais est abîmé, quelle que soit la SECRET_KEY ; saisissez de nouveau la clé sur la page de Django.',
  },
  'take_over.key_empty': {
    en: 'Django has no API key, or no secret, for it.',
    fr: 'Django n’a pas de clé API, ou pas de secret, pour lui.',
  },
  'take_over.broker_gone': {
    en: 'Django no longer has the broker {brokerId}.',
    fr: 'Django n’a plus le broker {brokerId}.',
  },
  'take_over.here_of_another_user': {
    en: 'The account {name} has this broker id, but belongs to the user {userId}. Remove it first, if the broker has changed hands.',
    fr: 'Le compte {name} a cet id de broker, mais appartient à l’utilisateur {userId}. Supprimez-le d’abord si le broker a changé de main.',
  },
  'take_over.here_of_another_exchange': {
    en: 'The account {name} has this broker id, but is on another exchange. Remove it first to take this one over.',
    fr: 'Le compte {name} a cet id de broker, mais sur un autre exchange. Supprimez-le d’abord pour reprendre celui-ci.',
  },
  'take_over.here_elsewhere': {
    en: 'The account {name} has this broker id, but trades in another environment (practice, testnet or real money). Remove it first to take this one over.',
    fr: 'Le compte {name} a cet id de broker, mais trade dans un autre environnement (entraînement, testnet ou argent réel). Supprimez-le d’abord pour reprendre celui-ci.',
  },
  'take_over.new_brokers': {
    en: 'Django has active brokers that no account here serves: {brokers}. They can be taken over with their keys.',
    fr: 'Django a des brokers actifs qu’aucun compte ne sert ici : {brokers}. Ils peuvent être repris avec leurs clés.',
  },
  'take_over.key_changed': {
    en: 'The key of {name} (broker {brokerId}) was saved anew in Django since it was last compared. Compare it: if it is another one, it can be taken over.',
    fr: 'La clé de {name} (broker {brokerId}) a été réenregistrée dans Django depuis la dernière comparaison. Comparez-la : si c’en est une autre, elle peut être reprise.',
  },
  'take_over.key_differs': {
    en: 'Django has another key for {name} (broker {brokerId}) than this application.',
    fr: 'Django a pour {name} (broker {brokerId}) une autre clé que cette application.',
  },
  'take_over.memory_unreadable': {
    en: 'The file {file} cannot be read ({reason}), so that brokers that change in Django are not noticed. It was left as it is; if it is moved away, it is made anew when accounts are next compared with Django.',
    fr: 'Le fichier {file} est illisible ({reason}) : les brokers qui changent dans Django ne sont donc pas remarqués. Il a été laissé tel quel ; s’il est déplacé, il sera refait à la prochaine comparaison des comptes avec Django.',
  },
} as const satisfies Messages
