import { endMessage } from './end-reason.ts'
import { exchangeProfiles } from './exchange-profiles.ts'
import { formatDecimal } from './format-decimal.ts'
import { type Language, message, type MessageKey, type MessageParams, sentence, spoken } from './messages/index.ts'
import { Money } from './money.ts'
import type { NewsKind, NewsOrder, TradeNews } from './trade-news.ts'
import type { Wire } from './wire.ts'

/** News as they travel. */
export type NewsView = Wire<TradeNews>
type OrderView = Wire<NewsOrder>

/** What a toast or a desktop notification says. */
export interface NewsText {
  readonly title: string
  readonly body: string
}

/** One piece of news in words. */
export function newsText(news: NewsView, language: Language): NewsText {
  const say = (key: MessageKey, params: MessageParams = {}): string => sentence(message(key, params), language)
  const [base = '', quote = ''] = news.symbol?.split('/') ?? []
  const where = whereOf(news, say)
  const amount = (value: string): string => `${formatDecimal(value, language)} ${base}`.trim()
  const end = (reason: Parameters<typeof endMessage>[0] | null): string =>
    sentence(reason === null ? message('order.end.not_told') : endMessage(reason), language)
  const priced = (order: OrderView): string =>
    order.price === null ? '' : say('news.price', { price: priceText(order, language), quote })
  switch (news.what) {
    case 'filled': {
      const { order } = news
      const params = { where, amount: amount(order.filled), price: priced(order) }
      return { title: say('news.title.filled'), body: say(`news.filled.${order.side}`, params) }
    }
    case 'ended_in_part': {
      const { order } = news
      const filled = amountOf(order, amount, say)
      const params = { where, amount: filled, price: priced(order), end: end(news.end) }
      return { title: say('news.title.ended_in_part'), body: say(`news.ended_in_part.${order.side}`, params) }
    }
    case 'exit_filled': {
      const { order, role, left } = news
      const result =
        left === null ? '' : left === '0' ? say('news.exit.exited') : say('news.exit.left', { left: amount(left) })
      const leg = spoken(`news.leg.${role}`)
      const params = { leg, where, amount: amount(order.filled), price: priced(order), result }
      return { title: say('news.title.exit_filled', { leg }), body: say(`news.exit.${order.side}`, params) }
    }
    case 'exit_reached': {
      const leg = spoken(`news.leg.${news.role}`)
      const params = { leg, where, trigger: formatDecimal(news.triggerPrice, language), quote }
      return { title: say('news.title.exit_reached', { leg }), body: say('news.exit.reached', params) }
    }
    case 'not_filled': {
      const { order, status } = news
      const quantity = order.quantity === null ? say('news.quantity_unknown') : amount(order.quantity)
      const title = status === 'rejected' || status === 'expired' ? status : 'cancelled'
      const body = say(`news.not_filled.${order.side}`, { where, quantity, end: end(news.end) })
      return { title: say(`news.title.${title}`), body }
    }
    case 'alarm':
    case 'approval':
    case 'in_doubt':
    case 'needs_person': {
      const text = sentence(news.text, language)
      return { title: say(`news.title.${news.what}`), body: say('news.about', { where, text }) }
    }
    case 'doubt_over':
      return { title: say('news.title.doubt_over'), body: say('news.about', { where, text: say('news.doubt_over') }) }
  }
}

/** Many pieces of one kind in one. */
export function newsTogether(kind: NewsKind, news: readonly NewsView[], language: Language): NewsText {
  const symbols = [...new Set(news.flatMap(({ symbol }) => symbol ?? []))]
  const shown = symbols.length > 6 ? [...symbols.slice(0, 6), '…'] : symbols
  const count = formatDecimal(String(news.length), language)
  return {
    title: sentence(message(`news.many.${kind}`, { count }), language),
    body: symbols.length === 0 ? '' : sentence(message('news.many.where', { symbols: shown.join(', ') }), language),
  }
}

/** That more happened than was kept. */
export function newsMissed(count: number, language: Language): NewsText {
  return {
    title: sentence(message('news.many.missed', { count: formatDecimal(String(count), language) }), language),
    body: sentence(message('news.many.missed_help'), language),
  }
}

type Say = (key: MessageKey, params?: MessageParams) => string

function whereOf({ symbol, accountName, exchange }: NewsView, say: Say): string {
  const { label } = exchangeProfiles[exchange]
  const isNamed = accountName.toLowerCase().includes(label.toLowerCase())
  const account = isNamed ? accountName : `${accountName}, ${label}`
  return symbol === null ? say('news.where.no_symbol', { account }) : say('news.where', { symbol, account })
}

/** `0.2 of 0.5 BTC`. */
function amountOf({ filled, quantity }: OrderView, amount: (value: string) => string, say: Say): string {
  if (quantity === null) return amount(filled)
  return say('news.part', { filled: amount(filled), quantity: amount(quantity) })
}

/** An average price with as many digits as its market's prices: cut, never rounded up. */
function priceText({ price, priceDecimals }: OrderView, language: Language): string {
  const value = Money.parse(price ?? '0')
  if (priceDecimals === null) return formatDecimal(value.toString(), language)
  return formatDecimal(value.truncated(priceDecimals).toString(), language, { minDecimals: priceDecimals })
}
