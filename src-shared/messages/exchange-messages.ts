import type { Messages } from './messages.ts'

/** What an exchange, or the way to it, answered. */
export const exchangeMessages = {
  'exchange.rejected': { en: '{exchange} refused: {reason}', fr: '{exchange} a refusé : {reason}' },
  'exchange.rejected_code': {
    en: '{exchange} refused (code {code}): {reason}',
    fr: '{exchange} a refusé (code {code}) : {reason}',
  },
  'exchange.account_restricted': {
    en: '{exchange} has restricted this account: {reason}',
    fr: '{exchange} a restreint ce compte : {reason}',
  },
  'exchange.restricted_location': {
    en: '{exchange} does not serve the location that this request came from; nothing was executed. It says: {reason}',
    fr: '{exchange} ne dessert pas le lieu d’où vient cette requête ; rien n’a été exécuté. Il dit : {reason}',
  },
  'exchange.symbol_closed': {
    en: '{exchange} accepts no orders on this market at the moment: {reason}',
    fr: '{exchange} n’accepte pas d’ordres sur ce marché en ce moment : {reason}',
  },
  'exchange.too_many_orders': {
    en: '{exchange} refused: this account has too many open orders ({reason}).',
    fr: '{exchange} a refusé : ce compte a trop d’ordres ouverts ({reason}).',
  },
  'exchange.insufficient_balance': {
    en: '{exchange} refused: the available balance is insufficient.',
    fr: '{exchange} a refusé : le solde disponible est insuffisant.',
  },
  'exchange.would_trigger': {
    en: '{exchange} refused: the order would trigger immediately.',
    fr: '{exchange} a refusé : l’ordre se déclencherait immédiatement.',
  },
  'exchange.would_match': {
    en: '{exchange} refused: a post-only order would match immediately.',
    fr: '{exchange} a refusé : un ordre post-only s’exécuterait immédiatement.',
  },
  'exchange.bad_exit_prices': {
    en: '{exchange} refused: the take-profit and stop-loss prices are not on the right sides of the market price.',
    fr: '{exchange} a refusé : les prix de take-profit et de stop-loss ne sont pas du bon côté du prix du marché.',
  },
  'exchange.duplicate_order': {
    en: '{exchange} refused: an open order already has this client id.',
    fr: '{exchange} a refusé : un ordre ouvert porte déjà cet id client.',
  },
  'exchange.filter': {
    en: '{exchange} refused: the order breaks the rule {filter} of {symbol}.',
    fr: '{exchange} a refusé : l’ordre enfreint la règle {filter} de {symbol}.',
  },
  'exchange.broken_rule': {
    en: '{exchange} refused: the order breaks a rule of {symbol} ({reason}).',
    fr: '{exchange} a refusé : l’ordre enfreint une règle de {symbol} ({reason}).',
  },
  'exchange.count_limit': {
    en: '{exchange} refused: {symbol} already has {limit} open {what}, the most that this account may have there ({reason}).',
    fr: '{exchange} a refusé : {symbol} compte déjà {limit} {what} ouverts, le maximum pour ce compte ({reason}).',
  },
  'exchange.auth': {
    en: '{exchange} refused the API key: {reason}',
    fr: '{exchange} a refusé la clé API : {reason}',
  },
  'exchange.clock': {
    en: 'This machine’s clock was out of step with that of {exchange}; it was measured again, and nothing was executed.',
    fr: 'L’horloge de cette machine était décalée par rapport à celle de {exchange} ; l’écart a été mesuré de nouveau, et rien n’a été exécuté.',
  },
  'exchange.rate_limited': {
    en: '{exchange} asks to wait {seconds} s before the next request.',
    fr: '{exchange} demande d’attendre {seconds} s avant la prochaine requête.',
  },
  'exchange.shut_out_minutes': {
    en: '{exchange} accepts no requests from this address for another {minutes} minutes.',
    fr: '{exchange} n’accepte aucune requête de cette adresse pendant encore {minutes} minutes.',
  },
  'exchange.shut_out_hours': {
    en: '{exchange} accepts no requests from this address for another {hours} hours. Asking again before then would prolong it; a restart does not shorten it.',
    fr: '{exchange} n’accepte aucune requête de cette adresse pendant encore {hours} heures. Insister prolongerait ce délai, un redémarrage ne l’abrège pas.',
  },
  'exchange.queue_full': {
    en: 'Too many requests are already waiting for {exchange}; this one was not sent.',
    fr: 'Trop de requêtes attendent déjà {exchange} ; celle-ci n’a pas été envoyée.',
  },
  'exchange.unreachable': {
    en: '{exchange} cannot be reached; nothing was sent.',
    fr: '{exchange} est injoignable ; rien n’a été envoyé.',
  },
  'exchange.no_answer': {
    en: '{exchange} did not answer properly ({reason}).',
    fr: '{exchange} n’a pas répondu correctement ({reason}).',
  },
  'exchange.reason.late': { en: 'no whole answer in time', fr: 'pas de réponse complète à temps' },
  'exchange.reason.unreadable': { en: 'unreadable answer', fr: 'réponse illisible' },
  'exchange.reason.absent': { en: 'missing from its answer', fr: 'absent de sa réponse' },
  'exchange.reason.empty': { en: 'success without data', fr: 'succès sans données' },
  'exchange.reason.silent': { en: 'nothing was heard any more', fr: 'plus aucun signe de vie' },
  'exchange.reason.unclear': {
    en: 'several requests in a row had no clear answer',
    fr: 'plusieurs demandes de suite sont restées sans réponse claire',
  },
  'exchange.history_cut': {
    en: '{exchange} gives its history page by page; {pages} pages were read, so some orders may be missing.',
    fr: '{exchange} donne son historique page par page ; {pages} pages ont été lues, et des ordres peuvent manquer.',
  },
  'exchange.search_cut': {
    en: 'Not all of the orders on this pair at {exchange} could be looked through, and this one may be among the rest: nothing is known of it yet.',
    fr: 'Tous les ordres de cette paire chez {exchange} n’ont pas pu être parcourus, et celui-ci est peut-être parmi les autres : on n’en sait encore rien.',
  },
  'exchange.no_account': {
    en: 'No account on {exchange} has a key that works at the moment.',
    fr: 'Aucun compte sur {exchange} n’a de clé qui fonctionne en ce moment.',
  },
  'exchange.no_dead_man': {
    en: '{exchange} cannot cancel orders by itself when this application falls silent.',
    fr: '{exchange} ne sait pas annuler les ordres de lui-même quand cette application ne donne plus signe de vie.',
  },
  'exchange.dead_man_range': {
    en: '{exchange} can wait from {minimum} to {maximum} seconds for a sign of life, not {value}.',
    fr: '{exchange} peut attendre un signe de vie de {minimum} à {maximum} secondes, pas {value}.',
  },
  'exchange.no_environment': {
    en: '{exchange} has no {environment} environment for spot trading.',
    fr: '{exchange} n’a pas d’environnement {environment} pour le trading au comptant.',
  },
} as const satisfies Messages
