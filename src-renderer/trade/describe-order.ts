import type { TFunction } from 'i18next'
import type { OrderRequestInput } from '../../src-shared/contract.ts'
import { formatDecimal } from '../../src-shared/format-decimal.ts'
import type { Language } from '../../src-shared/messages/index.ts'
import { percentOfBips } from './build-request.ts'

type Line = readonly [label: string, value: string]

/** The two assets of BASE/QUOTE. */
function assetsOf(symbol: string): { readonly base: string; readonly quote: string } {
  const [base = symbol, quote = ''] = symbol.split('/')
  return { base, quote }
}

/** Everything a request says, line by line, with all digits: what a person confirms. */
export function orderLines(request: OrderRequestInput, language: Language, t: TFunction): readonly Line[] {
  const { base, quote } = assetsOf(request.symbol)
  const number = (text: string): string => formatDecimal(text, language)
  const inQuote = (text: string): string => `${number(text)} ${quote}`
  const amount: Line =
    request.kind === 'market'
      ? request.amount.unit === 'quote'
        ? [t('confirm.amount'), inQuote(request.amount.value)]
        : [t('confirm.quantity'), `${number(request.amount.value)} ${base}`]
      : [t('confirm.quantity'), `${number(request.quantity)} ${base}`]
  return [
    [t('confirm.side'), t(`side.${request.side}`)],
    [t('confirm.symbol'), request.symbol],
    [t('confirm.kind'), t(`kind.${request.kind}`)],
    amount,
    ...terms(request, number, inQuote, t),
  ]
}

/** How long an order stands, and whether it may take. */
function timeInForceText(request: Extract<OrderRequestInput, { readonly timeInForce: unknown }>, t: TFunction): string {
  const postOnly = request.kind === 'limit' && request.postOnly
  return t(`timeInForce.${request.timeInForce}`) + (postOnly ? `, ${t('confirm.postOnly')}` : '')
}

interface Leg {
  readonly triggerPrice: string
  readonly limitPrice: string | null
}

function terms(
  request: OrderRequestInput,
  number: (text: string) => string,
  inQuote: (text: string) => string,
  t: TFunction,
): readonly Line[] {
  const leg = (exit: Leg): string =>
    exit.limitPrice === null
      ? t('confirm.exitMarket', { trigger: inQuote(exit.triggerPrice) })
      : t('confirm.exitLimit', { trigger: inQuote(exit.triggerPrice), limit: inQuote(exit.limitPrice) })
  const legs = (takeProfit: Leg | null, stopLoss: Leg | null): readonly Line[] => [
    ...(takeProfit === null ? [] : [[t('confirm.takeProfit'), leg(takeProfit)] as const]),
    ...(stopLoss === null ? [] : [[t('confirm.stopLoss'), leg(stopLoss)] as const]),
  ]
  const noExits: Line = [t('confirm.exits'), t('confirm.noExits')]
  switch (request.kind) {
    case 'market':
      return [
        [t('confirm.price'), t('confirm.marketUnknown')],
        ...(request.exits === null ? [noExits] : legs(request.exits.takeProfit, request.exits.stopLoss)),
      ]
    case 'limit':
      return [
        [t('confirm.price'), inQuote(request.price)],
        [t('confirm.timeInForce'), timeInForceText(request, t)],
        ...(request.exits === null ? [noExits] : legs(request.exits.takeProfit, request.exits.stopLoss)),
      ]
    case 'stop_loss':
    case 'take_profit':
      return [
        [t('confirm.trigger'), inQuote(request.triggerPrice)],
        [t('confirm.price'), t('confirm.marketUnknown')],
      ]
    case 'stop_limit':
    case 'take_profit_limit':
      return [
        [t('confirm.trigger'), inQuote(request.triggerPrice)],
        [t('confirm.price'), inQuote(request.price)],
        [t('confirm.timeInForce'), timeInForceText(request, t)],
      ]
    case 'trailing_stop':
      return [
        [t('confirm.trailing'), `${number(percentOfBips(request.trailingBips))} %`],
        [
          t('confirm.activation'),
          request.activationPrice === null ? t('confirm.now') : inQuote(request.activationPrice),
        ],
        [t('confirm.price'), request.limitPrice === null ? t('confirm.marketUnknown') : inQuote(request.limitPrice)],
      ]
    case 'oco':
      return legs(request.takeProfit, request.stopLoss)
  }
}

/** The same in one line. */
export function describeOrder(request: OrderRequestInput, account: string, language: Language, t: TFunction): string {
  return [account, ...orderLines(request, language, t).map(([, value]) => value)].join(' · ')
}
