import type { Messages } from './messages.ts'

/** Why a Redis cannot be reached or used. {address} is host and port; {words} are the server's or the system's own. */
export const redisLinkMessages = {
  'redis_link.refused': {
    en: 'Nothing listens at {address}: is Redis running there, and is this its port?',
    fr: 'Rien n’écoute à l’adresse {address} : Redis y tourne-t-il, et est-ce bien son port ?',
  },
  'redis_link.unknown_host': {
    en: 'The host name in {address} is unknown.',
    fr: 'Le nom de machine indiqué dans {address} est inconnu.',
  },
  'redis_link.unreachable': {
    en: 'There is no network route to {address}.',
    fr: 'Aucune route réseau ne mène à {address}.',
  },
  'redis_link.silent': {
    en: 'Redis did not answer in time: wrong address, a firewall, or a server that hangs.',
    fr: 'Redis n’a pas répondu à temps : mauvaise adresse, pare-feu, ou serveur bloqué.',
  },
  'redis_link.tls_silent': {
    en: 'Redis did not answer the TLS handshake in time: it may not speak TLS, or the address is wrong.',
    fr: 'Redis n’a pas répondu à temps à la négociation TLS : il ne parle peut-être pas TLS, ou l’adresse est fausse.',
  },
  'redis_link.closed': {
    en: '{address} closed the connection without an answer: it may speak only TLS, or not be a Redis.',
    fr: '{address} a fermé la connexion sans répondre : il ne parle peut-être que TLS, ou ce n’est pas un Redis.',
  },
  'redis_link.no_tls': {
    en: '{address} does not speak TLS.',
    fr: '{address} ne parle pas TLS.',
  },
  'redis_link.untrusted': {
    en: 'The certificate of {address} is not signed by an authority that is trusted here; give the file of its CA certificate.',
    fr: 'Le certificat de {address} n’est signé par aucune autorité reconnue ici ; indiquez le fichier du certificat de son autorité (CA).',
  },
  'redis_link.wrong_name': {
    en: 'The certificate of {address} was issued for another name; if it is the right server, give that name as the server’s.',
    fr: 'Le certificat de {address} est établi pour un autre nom ; indiquez ce nom comme nom du serveur, si c’est le bon serveur.',
  },
  'redis_link.certificate_expired': {
    en: 'The certificate of {address} has expired or is not valid yet.',
    fr: 'Le certificat de {address} a expiré ou n’est pas encore valable.',
  },
  'redis_link.certificate_wanted': {
    en: '{address} requires a client certificate, and accepts none that was given.',
    fr: '{address} exige un certificat client, et n’en accepte aucun de ceux fournis.',
  },
  'redis_link.tls_failed': {
    en: 'The TLS connection to {address} failed ({words}).',
    fr: 'La connexion TLS à {address} a échoué ({words}).',
  },
  'redis_link.file': {
    en: 'The file {path} cannot be read ({reason}).',
    fr: 'Le fichier {path} ne peut pas être lu ({reason}).',
  },
  'redis_link.not_pem': {
    en: 'The file {path} is not in PEM form.',
    fr: 'Le fichier {path} n’est pas au format PEM.',
  },
  'redis_link.password_wrong': {
    en: 'Redis does not accept this user and password.',
    fr: 'Redis n’accepte pas cet utilisateur et ce mot de passe.',
  },
  'redis_link.password_missing': {
    en: 'Redis requires a password.',
    fr: 'Redis exige un mot de passe.',
  },
  'redis_link.password_unasked': {
    en: 'Redis asks for no password there, but one is set: remove it, or check the address.',
    fr: 'Redis n’y demande pas de mot de passe, alors qu’il y en a un ici : retirez-le, ou vérifiez l’adresse.',
  },
  'redis_link.not_permitted': {
    en: 'Redis does not let this user do what the gateway needs ({words}).',
    fr: 'Redis ne permet pas à cet utilisateur ce dont la passerelle a besoin ({words}).',
  },
  'redis_link.protected': {
    en: 'Redis accepts connections only from its own machine (protected mode); set a password there.',
    fr: 'Redis n’accepte que les connexions de sa propre machine (mode protégé) ; définissez-y un mot de passe.',
  },
  'redis_link.no_database': {
    en: 'Redis has no database with this number.',
    fr: 'Redis n’a pas de base portant ce numéro.',
  },
  'redis_link.not_master': {
    en: 'This server is a replica, not the master: nothing can be written there. If you use Sentinel, choose that mode.',
    fr: 'Ce serveur est un réplica, pas le maître : on ne peut rien y écrire. Si vous utilisez Sentinel, choisissez ce mode.',
  },
  'redis_link.is_sentinel': {
    en: 'This is a Sentinel, not a server with data: choose the mode Sentinel.',
    fr: 'C’est une sentinelle, pas un serveur de données : choisissez le mode Sentinel.',
  },
  'redis_link.no_sentinel': {
    en: 'This is not a Sentinel.',
    fr: 'Ce n’est pas une sentinelle.',
  },
  'redis_link.no_sentinel_answers': {
    en: 'None of the {count} sentinels answers.',
    fr: 'Aucune des {count} sentinelles ne répond.',
  },
  'redis_link.unknown_master': {
    en: 'The sentinels know no master named {name}.',
    fr: 'Les sentinelles ne connaissent pas de maître nommé {name}.',
  },
  'redis_link.is_cluster': {
    en: 'This server belongs to a cluster: choose the mode Cluster.',
    fr: 'Ce serveur fait partie d’un cluster : choisissez le mode Cluster.',
  },
  'redis_link.no_cluster': {
    en: 'This server does not belong to a cluster.',
    fr: 'Ce serveur ne fait pas partie d’un cluster.',
  },
  'redis_link.no_node_answers': {
    en: 'None of the {count} nodes answers.',
    fr: 'Aucun des {count} nœuds ne répond.',
  },
  'redis_link.slot_unserved': {
    en: 'No node of the cluster serves the slot of exchange_requests at the moment.',
    fr: 'Aucun nœud du cluster ne sert en ce moment l’emplacement (slot) de exchange_requests.',
  },
  'redis_link.cluster_down': {
    en: 'The cluster is out of service at the moment ({words}).',
    fr: 'Le cluster est hors service en ce moment ({words}).',
  },
  'redis_link.too_old': {
    en: 'This is Redis {version}; the gateway needs 6.2 or later.',
    fr: 'C’est Redis {version} ; la passerelle a besoin de la version 6.2 ou ultérieure.',
  },
  'redis_link.loading': {
    en: 'Redis is still loading its data; try again in a moment.',
    fr: 'Redis charge encore ses données ; réessayez dans un instant.',
  },
  'redis_link.queue_kind': {
    en: 'The key exchange_requests exists, but is not a list.',
    fr: 'La clé exchange_requests existe, mais ce n’est pas une liste.',
  },
  'redis_link.other': {
    en: 'Redis cannot be used: {words}.',
    fr: 'Redis ne peut pas être utilisé : {words}.',
  },
  'redis_link.type_password_again': {
    en: 'The stored password is only given to the servers that it was stored for; type it again for these.',
    fr: 'Le mot de passe enregistré n’est donné qu’aux serveurs pour lesquels il a été enregistré ; saisissez-le de nouveau pour ceux-ci.',
  },
  'redis_link.kraken_key_used_elsewhere': {
    fr: 'La clé Kraken du compte {name} sert aussi à une autre passerelle sur ce Redis : Kraken refuse alors une partie des requêtes de l’une et de l’autre (nonce invalide). Donnez à chaque passerelle une clé qui n’est qu’à elle.',
    en: 'The Kraken key of account {name} is also used by another gateway on this Redis. Kraken then refuses some of the requests of both (invalid nonce). Give each gateway a key of its own.',
  },
  'redis_link.old_terminal.queue': {
    en: 'An old Terminal 5 takes the requests of this Redis, from {addresses}. This gateway takes none, so that the two do not share them out at random. Stop the old one; the gateway takes over by itself a few seconds later.',
    fr: 'Un ancien Terminal 5 prend les requêtes de ce Redis, depuis {addresses}. La passerelle n’en prend aucune, pour que les deux ne se les partagent pas au hasard. Arrêtez l’ancien ; la passerelle prendra le relais d’elle-même quelques secondes après.',
  },
  'redis_link.old_terminal.list': {
    en: 'A program waits on a list of this Redis as the old Terminal 5 does (BLPOP), from {addresses}. Which list, Redis does not tell. This gateway takes no requests for now. If it is the old Terminal 5, stop it: the gateway takes over by itself a few seconds later. If it is something else, have the requests taken anyway.',
    fr: 'Un programme attend sur une liste de ce Redis comme le fait l’ancien Terminal 5 (BLPOP), depuis {addresses}. Redis ne dit pas laquelle. La passerelle ne prend aucune requête pour l’instant. Si c’est l’ancien Terminal 5, arrêtez-le : la passerelle prendra le relais d’elle-même quelques secondes après. Si c’est autre chose, faites prendre les requêtes quand même.',
  },
  'redis_link.old_terminal.heartbeat': {
    en: 'An old Terminal 5 gives a sign of life on this Redis (terminal_heartbeat:terminal5), which does not tell from where. This gateway takes no requests for now. Stop the old one; the gateway takes over by itself within about 30 seconds.',
    fr: 'Un ancien Terminal 5 donne signe de vie sur ce Redis (terminal_heartbeat:terminal5), sans qu’on sache d’où. La passerelle ne prend aucune requête pour l’instant. Arrêtez l’ancien ; la passerelle prendra le relais d’elle-même en une trentaine de secondes.',
  },
  'redis_link.old_terminal.beside.queue': {
    en: 'An old Terminal 5 takes requests on this Redis, too, from {addresses}: each goes to one of the two, at random. Those that come here are served as ever. Stop the old one.',
    fr: 'Un ancien Terminal 5 prend lui aussi des requêtes sur ce Redis, depuis {addresses} : chacune va à l’un des deux, au hasard. Celles qui arrivent ici sont servies comme d’habitude. Arrêtez l’ancien.',
  },
  'redis_link.old_terminal.beside.list': {
    en: 'A program waits on a list of this Redis as the old Terminal 5 does (BLPOP), from {addresses}. If it is the old Terminal 5, it takes some of the requests: stop it.',
    fr: 'Un programme attend sur une liste de ce Redis comme le fait l’ancien Terminal 5 (BLPOP), depuis {addresses}. Si c’est l’ancien Terminal 5, il prend une partie des requêtes : arrêtez-le.',
  },
  'redis_link.old_terminal.beside.heartbeat': {
    en: 'An old Terminal 5 gives a sign of life on this Redis (terminal_heartbeat:terminal5), beside the gateway’s own. It may take some of the requests: stop it.',
    fr: 'Un ancien Terminal 5 donne signe de vie sur ce Redis (terminal_heartbeat:terminal5), à côté de la passerelle. Il prend peut-être une partie des requêtes : arrêtez-le.',
  },
  'redis_link.old_terminal.not_looked': {
    en: 'This Redis user may not list clients (CLIENT LIST): whether an old Terminal 5 waits for requests could not be looked for, only its heartbeat, and there is none',
    fr: 'Cet utilisateur de Redis n’a pas le droit de lister les clients (CLIENT LIST) : on n’a pas pu chercher un ancien Terminal 5 qui attend des requêtes, seulement son signe de vie, et il n’y en a pas',
  },
  'redis_link.not_standing_by': {
    en: 'This gateway is not on standby: there is nothing to take over.',
    fr: 'Cette passerelle n’est pas en attente : il n’y a rien à reprendre.',
  },
  'redis_link.secret_unreadable': {
    en: 'The password of Redis could not be read from the keychain ({reason}).',
    fr: 'Le mot de passe de Redis n’a pas pu être lu dans le trousseau ({reason}).',
  },
} as const satisfies Messages
