import type { Messages } from './messages.ts'

/** What an account may not use because its exchange was seen to do otherwise than we rely on. */
export const switchedOffMessages = {
  'account.switched_off': {
    en: 'Switched off for this account: {what}. When it was checked on {date}, the exchange did not behave as this requires. See the report of that check; you can switch it on again in the window, under Accounts.',
    fr: 'Désactivé pour ce compte : {what}. Lors de la vérification du {date}, l’exchange n’a pas eu le comportement que cela exige. Voyez le rapport de cette vérification ; vous pouvez réactiver cette fonction dans la fenêtre, sous Comptes.',
  },
  'switchable.conditional_orders': {
    en: 'stop and take-profit orders',
    fr: 'les ordres stop et take-profit',
  },
  'switchable.attached_exits': {
    en: 'exits attached to an entry',
    fr: 'les sorties attachées à une entrée',
  },
  'switchable.attached_exits_on_market': {
    en: 'exits attached to a market entry',
    fr: 'les sorties attachées à une entrée au marché',
  },
  'switchable.oco': { en: 'OCO pairs at the exchange', fr: 'les paires OCO chez l’exchange' },
  'switchable.trailing_stop': { en: 'trailing stops', fr: 'les stops suiveurs' },
  'switchable.post_only': { en: 'post-only orders', fr: 'les ordres post-only' },
  'switchable.quote_amounts': {
    en: 'market orders sized in the quote currency',
    fr: 'les ordres au marché dont le montant est en devise de cotation',
  },
  'switchable.edit_in_place': {
    en: 'changing orders in place',
    fr: 'la modification des ordres sur place',
  },
  'switchable.edit_by_replacing': {
    en: 'changing orders by replacing them',
    fr: 'la modification des ordres par remplacement',
  },
  'switchable.dry_run': { en: 'dry runs at the exchange', fr: 'les essais à blanc chez l’exchange' },
  'switchable.dead_man': {
    en: 'the exchange’s dead man’s switch',
    fr: 'la minuterie d’homme mort de l’exchange',
  },
} as const satisfies Messages
