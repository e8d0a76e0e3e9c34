import type { ExchangeName } from '../../src-shared/account.ts'
import type { SymbolCounts } from '../../src-shared/database-options.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import type { Query } from './look-at.ts'

/**
 * `whole`: what is not among the markets is over. `additions`: only what is not in the table is added, for the markets
 * are not those that Django's pages show (a testnet's, a practice exchange's).
 */
export type SymbolScope = 'whole' | 'additions'

/** As Django's pages read a limit: one that limits nothing is null. */
const unlimited = Money.parse('1000000000000')
/** What a number of Django's has at most. */
const mostDecimals = 8

const texts = ['symbol', 'base', 'quote'] as const

const existingSql = `SELECT symbol, active FROM exchange_symbols WHERE exchange = $1 AND type = 'spot'`

const lengthsSql = `
SELECT attname AS name, atttypmod - 4 AS length FROM pg_attribute
WHERE attrelid = to_regclass('exchange_symbols') AND attname = ANY ($1::text[]) AND atttypmod > 4`

const goneSql = `
UPDATE exchange_symbols SET active = false, last_updated = now()
WHERE exchange = $1 AND type = 'spot' AND symbol = ANY ($2::text[])`

const writeSql = `
INSERT INTO exchange_symbols (exchange, symbol, base, quote, active, type, min_amount, max_amount, min_price, max_price,
  min_cost, amount_precision, price_precision, raw_info, last_updated)
SELECT $1, symbol, base, quote, active, 'spot', min_amount, max_amount, min_price, max_price,
  min_cost, amount_precision, price_precision, raw_info::json, now()
FROM unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[],
  $10::numeric[], $11::integer[], $12::integer[], $13::text[])
  AS given (symbol, base, quote, active, min_amount, max_amount, min_price, max_price, min_cost, amount_precision,
    price_precision, raw_info)
ON CONFLICT (exchange, symbol, type)`

const updateSql = `DO UPDATE SET base = excluded.base, quote = excluded.quote, active = excluded.active,
  min_amount = excluded.min_amount, max_amount = excluded.max_amount, min_price = excluded.min_price,
  max_price = excluded.max_price, min_cost = excluded.min_cost, amount_precision = excluded.amount_precision,
  price_precision = excluded.price_precision, raw_info = excluded.raw_info, last_updated = excluded.last_updated`

/**
 * Writes an exchange's markets into the list of symbols that Django's pages search, within a transaction of the
 * caller's. Source: docs/wire-contract.md §8.3.
 * @throws GatewayError `refused` `database.no_markets` for an empty list, and what the database throws
 */
export async function writeSymbols(
  query: Query,
  exchange: ExchangeName,
  markets: readonly Market[],
  scope: SymbolScope,
): Promise<SymbolCounts> {
  if (markets.length === 0) throw new GatewayError('refused', 'database.no_markets', { exchange })
  const before = new Map((await query(existingSql, [exchange])).map((row) => [String(row.symbol), row.active === true]))
  const longest = new Map((await query(lengthsSql, [texts])).map((row) => [String(row.name), Number(row.length)]))
  const fits = (market: Market): boolean =>
    texts.every((text) => market[text].length <= (longest.get(text) ?? Infinity))
  const writable = markets.filter(fits).toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1))
  // In the order of their names, so that two gateways never wait for each other.
  const given = scope === 'whole' ? writable : writable.filter(({ symbol }) => !before.has(symbol))
  const columns = given.map(columnsOf)
  const [first] = columns
  if (first !== undefined)
    await query(`${writeSql} ${scope === 'whole' ? updateSql : 'DO NOTHING'}`, [
      exchange,
      ...first.map((_, index) => columns.map((row) => row[index])),
    ])
  const names = new Set(writable.map(({ symbol }) => symbol))
  const gone =
    scope === 'whole' ? [...before].flatMap(([symbol, active]) => (active && !names.has(symbol) ? [symbol] : [])) : []
  if (gone.length > 0) await query(goneSql, [exchange, gone.toSorted()])
  return {
    total: writable.length,
    added: writable.filter(({ symbol }) => !before.has(symbol)).length,
    gone: gone.length,
    tooLong: markets.length - writable.length,
  }
}

/** Texts of a row, as {@link writeSql} takes them. */
function columnsOf(market: Market): readonly unknown[] {
  const { symbol, base, quote, status, quantity, price, notional, lotStep, tickSize, nativeId } = market
  return [
    symbol,
    base,
    quote,
    status === 'trading',
    limitOf(quantity.min),
    limitOf(quantity.max),
    limitOf(price.min),
    limitOf(price.max),
    limitOf(notional.min),
    decimalsOf(lotStep),
    decimalsOf(tickSize),
    JSON.stringify({ id: nativeId }),
  ]
}

function limitOf(limit: Money | null): string | null {
  return limit === null || !limit.isPositive() || limit.atLeast(unlimited) ? null : limit.toString()
}

/** A step of zero constrains nothing. */
function decimalsOf(step: Money): number {
  return step.isZero() ? mostDecimals : step.decimals()
}
