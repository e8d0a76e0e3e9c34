import type { Messages } from './messages.ts'

/** What only KuCoin makes us say. */
export const kucoinMessages = {
  'exchange.kucoin.unified_account': {
    en: 'This KuCoin account is in unified mode ({mode}); unified accounts are not supported yet, only classic ones. Nothing was sent.',
    fr: 'Ce compte KuCoin est en mode unifié ({mode}) ; les comptes unifiés ne sont pas encore pris en charge, seuls les comptes classiques le sont. Rien n’a été envoyé.',
  },
  'exchange.kucoin.withdrawn': {
    en: 'KuCoin no longer supports this request: {reason}',
    fr: 'KuCoin ne prend plus en charge cette requête : {reason}',
  },
  'exchange.kucoin.conditional_withdrawn': {
    en: 'KuCoin has withdrawn the interface for stop orders and OCO pairs; nothing was placed or cancelled. Use plain orders, or KuCoin’s own application.',
    fr: 'KuCoin a retiré l’interface des ordres stop et des paires OCO ; rien n’a été passé ni annulé. Utilisez des ordres simples, ou l’application de KuCoin.',
  },
  'exchange.kucoin.oco_take_profit': {
    en: 'In a KuCoin OCO pair the take-profit rests at its trigger price: its limit price must be {trigger} as well, not {limit}.',
    fr: 'Dans une paire OCO de KuCoin, le take-profit attend à son prix de déclenchement : son prix limite doit lui aussi être {trigger}, pas {limit}.',
  },
  'exchange.kucoin.no_dry_run': {
    en: 'KuCoin offers dry runs of market and limit orders only, not of orders of the type {kind}; nothing was sent.',
    fr: 'KuCoin n’offre d’essai à blanc que pour les ordres au marché et limite, pas pour ceux de type {kind} ; rien n’a été envoyé.',
  },
  'exchange.kucoin.note.nothing_frozen': {
    en: 'KuCoin reserves no funds for a stop order until it triggers; if they are missing then, KuCoin cancels it.',
    fr: 'KuCoin ne réserve aucun fonds pour un ordre stop avant son déclenchement ; s’ils manquent alors, KuCoin l’annule.',
  },
  'exchange.kucoin.note.pair_not_frozen': {
    en: 'KuCoin may reserve no funds for an OCO pair until a leg triggers; keep them available. A stop-loss with a limit price can stay unfilled when the price falls past it.',
    fr: 'Il se peut que KuCoin ne réserve aucun fonds pour une paire OCO avant le déclenchement de l’un de ses ordres ; gardez-les disponibles. Un stop-loss à prix limite peut rester inexécuté si le prix le dépasse.',
  },
  'exchange.kucoin.note.old_key': {
    en: 'This key is of version {version}; KuCoin now creates keys of version {present} and may stop accepting older ones.',
    fr: 'Cette clé est de version {version} ; KuCoin crée désormais des clés de version {present} et pourrait cesser d’accepter les plus anciennes.',
  },
  'exchange.kucoin.note.money_in_main': {
    en: 'Some funds are in the main account ({assets}), which orders cannot use: at KuCoin, transfer them to the trading account.',
    fr: 'Des fonds se trouvent sur le compte principal ({assets}), que les ordres ne peuvent pas utiliser : chez KuCoin, transférez-les sur le compte de trading.',
  },
} as const satisfies Messages
