import type { ExchangeName } from '../../../src-shared/account.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import type { Money } from '../../../src-shared/money.ts'
import type { CostMethod, Disposal } from '../../../src-shared/portfolio/cost-basis.ts'
import { csvLine } from '../reading/csv.ts'

/** A disposal and the account it was made in. */
export interface AccountDisposal {
  readonly account: { readonly name: string; readonly exchange: ExchangeName }
  readonly disposal: Disposal
}

const words = {
  en: {
    head: [
      'Time (UTC)',
      'Account',
      'Exchange',
      'Market',
      'Asset',
      'Kind',
      'Quantity',
      'Quantity of known cost',
      'Proceeds after fees',
      'Cost',
      'Result',
      'Currency',
      'Fee',
      'Fee in',
      'Method',
      'Order',
      'Fill',
    ],
    sold: 'Sold',
    paid_with: 'Paid with',
    fee: 'Paid as a fee',
    fifo: 'FIFO',
    average: 'Average cost',
  },
  fr: {
    head: [
      'Heure (UTC)',
      'Compte',
      'Exchange',
      'Marché',
      'Actif',
      'Nature',
      'Quantité',
      'Quantité de coût connu',
      'Produit net de frais',
      'Coût',
      'Résultat',
      'Devise',
      'Frais',
      'Frais en',
      'Méthode',
      'Ordre',
      'Exécution',
    ],
    sold: 'Vente',
    paid_with: 'Moyen de paiement',
    fee: 'Réglé en frais',
    fifo: 'FIFO',
    average: 'Coût moyen',
  },
} as const

export function salesHead(language: Language): string {
  return csvLine(words[language].head)
}

/** One disposal as a line; what nobody knows is empty. Proceeds are those of the quantity of known cost, as the result. */
export function salesLine(
  { account, disposal }: AccountDisposal,
  {
    currency,
    method,
    language,
  }: { readonly currency: string; readonly method: CostMethod; readonly language: Language },
): string {
  const { time, asset, quantity, costedQuantity, cost, result, proceeds, how, fill } = disposal
  const told = words[language]
  const isCosted = costedQuantity.isPositive()
  return csvLine([
    new Date(time).toISOString(),
    account.name,
    labelOf(account.exchange),
    fill.symbol,
    asset,
    told[how],
    quantity.toString(),
    costedQuantity.toString(),
    text(isCosted ? (result?.plus(cost) ?? null) : proceeds),
    isCosted ? text(cost) : '',
    text(result),
    currency,
    fill.fee?.amount.toString() ?? '',
    fill.fee?.asset ?? '',
    told[method],
    fill.orderId,
    fill.id,
  ])
}

/** Amounts of money to eight decimals: more are the remains of divisions. */
function text(value: Money | null): string {
  return value?.truncated(8).toString() ?? ''
}
