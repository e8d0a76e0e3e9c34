import type { DatabaseSync } from 'node:sqlite'
import type { ExchangeName } from '../../../src-shared/account.ts'
import { labelOf } from '../../../src-shared/exchange-profiles.ts'
import type { FillFilter, FillLine } from '../../../src-shared/fills.ts'
import type { JournalExport } from '../../../src-shared/journal.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { csvLine } from './csv.ts'
import { readFills } from './fill-reading.ts'

/** What an account is called, and where it is. */
interface AccountLabel {
  readonly name: string
  readonly exchange: ExchangeName
}

export interface FillExportAsked {
  readonly filter: FillFilter
  readonly cursor: string | null
  readonly language: Language
  /** By account id; of an account that is there no more its id stands. */
  readonly accounts: Readonly<Record<string, AccountLabel>>
}

/** Lines in one part of an export. */
const linesPerPart = 1_000

const words = {
  en: {
    head: [
      'Time (UTC)',
      'Account',
      'Exchange',
      'Market',
      'Side',
      'Quantity',
      'Price',
      'Value',
      'Value in',
      'Fee',
      'Fee in',
      'Maker or taker',
      'Order',
      'Our order id',
      'Fill',
    ],
    buy: 'Buy',
    sell: 'Sell',
    maker: 'Maker',
    taker: 'Taker',
  },
  fr: {
    head: [
      'Heure (UTC)',
      'Compte',
      'Exchange',
      'Marché',
      'Sens',
      'Quantité',
      'Prix',
      'Valeur',
      'Valeur en',
      'Frais',
      'Frais en',
      'Maker ou taker',
      'Ordre',
      'Notre identifiant d’ordre',
      'Exécution',
    ],
    buy: 'Achat',
    sell: 'Vente',
    maker: 'Maker',
    taker: 'Taker',
  },
} as const satisfies Record<Language, unknown>

/** A part of an export of fills for people and their tax adviser, the newest first, with a head in its first part. */
export function exportFills(database: DatabaseSync, asked: FillExportAsked): JournalExport {
  const { filter, cursor, language } = asked
  const page = readFills(database, { filter, order: 'newest', cursor, limit: linesPerPart })
  const head = cursor === null ? csvLine(words[language].head) : ''
  return {
    text: head + page.fills.map((fill) => lineOf(fill, asked)).join(''),
    lines: page.fills.length,
    cursor: page.cursor,
  }
}

function lineOf(fill: FillLine, { accounts, language }: FillExportAsked): string {
  const said = words[language]
  const account = accounts[fill.accountId]
  const [, quote = ''] = fill.symbol.split('/')
  return csvLine([
    new Date(fill.time).toISOString(),
    account?.name ?? fill.accountId,
    account === undefined ? '' : labelOf(account.exchange),
    fill.symbol,
    said[fill.side],
    fill.quantity,
    fill.price,
    Money.parse(fill.price).times(Money.parse(fill.quantity)).toString(),
    quote,
    fill.fee?.amount ?? '',
    fill.fee?.asset ?? '',
    fill.maker === null ? '' : fill.maker ? said.maker : said.taker,
    fill.orderId,
    fill.clientOrderId ?? '',
    fill.id,
  ])
}
