import { GatewayError } from '../../../src-shared/errors.ts'
import type { Market, MarketStatus } from '../../../src-shared/market.ts'
import { mapInTurns } from './in-turns.ts'
import type { ExchangeLogger, Venue } from './venue.ts'

/** A listing as one exchange's folder reads it: the market, and whatever else that folder keeps beside it. */
export interface Listing {
  readonly market: Market
}

/** A listing that another one with the same symbol has kept out. Both by the exchange's own ids. */
interface LeftOut {
  readonly symbol: string
  readonly kept: string
  readonly leftOut: string
}

/** One exchange's markets: every symbol stands for one listing, and every listing that is here for one symbol. */
export interface MarketTable<L extends Listing> {
  readonly bySymbol: ReadonlyMap<string, L>
  readonly byNativeId: ReadonlyMap<string, L>
  /** The plain view, as BaseExchangeClient hands it out. */
  readonly markets: ReadonlyMap<string, Market>
  readonly leftOut: readonly LeftOut[]
}

/** Our symbol of a listing; the exchange's own name where it is no longer listed. */
export function symbolOf({ byNativeId }: Pick<MarketTable<Listing>, 'byNativeId'>, nativeId: string): string {
  return byNativeId.get(nativeId)?.market.symbol ?? nativeId
}

const openFirst: Readonly<Record<MarketStatus, number>> = { trading: 0, cancel_only: 1, halted: 2 }

/**
 * The table of an exchange's listings. Where several have one symbol, one of them is chosen whatever their order is,
 * since an order must not go to another book because the exchange sorted its answer anew: the one of the smallest
 * `rank` (what the exchange itself says of it), then the one that is open, then the one whose id is made of the two
 * assets' names, then the shortest id, then the first by its letters. Pure.
 */
export function marketTable<L extends Listing>(
  listings: readonly L[],
  rank: (listing: L) => number = () => 0,
): MarketTable<L> {
  const better = (a: L, b: L): number =>
    rank(a) - rank(b) ||
    openFirst[a.market.status] - openFirst[b.market.status] ||
    Number(isPlain(b.market)) - Number(isPlain(a.market)) ||
    a.market.nativeId.length - b.market.nativeId.length ||
    (a.market.nativeId < b.market.nativeId ? -1 : 1)
  const bySymbol = new Map<string, L>()
  const leftOut: LeftOut[] = []
  for (const [symbol, group] of Map.groupBy(listings, ({ market }) => market.symbol)) {
    const [chosen, ...others] = group.toSorted(better)
    if (chosen === undefined) continue
    bySymbol.set(symbol, chosen)
    const kept = chosen.market.nativeId
    for (const { market } of others) leftOut.push({ symbol, kept, leftOut: market.nativeId })
  }
  const chosen = [...bySymbol.values()]
  return {
    bySymbol,
    byNativeId: new Map(chosen.map((each) => [each.market.nativeId, each])),
    markets: new Map(chosen.map(({ market }) => [market.symbol, market])),
    leftOut,
  }
}

function isPlain({ nativeId, base, quote }: Market): boolean {
  return nativeId.replaceAll(/[^\p{L}\p{N}]/gu, '') === `${base}${quote}`
}

/** Entries of one log line. */
const mostTold = 20

/** Says which listings were left out: nobody trades on them through us. */
function warnOfLeftOut(logger: ExchangeLogger, leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return
  const details = { count: leftOut.length, leftOut: leftOut.slice(0, mostTold) }
  logger.warn(details, 'of listings with one symbol one is kept: the others are left out')
}

/**
 * The table of what an exchange lists, read entry by entry: one of a shape that we do not understand is left out and
 * takes no other down.
 * @param read null: not understood. @param index makes the table of what was. @param usual how loudly to tell of what
 * was left out.
 */
export async function readMarkets<E, L extends Listing, T extends MarketTable<L>>(
  logger: ExchangeLogger,
  entries: readonly E[],
  read: (entry: E) => L | null,
  index: (listings: readonly L[]) => T,
  usual: 'warn' | 'debug' = 'warn',
): Promise<T> {
  const listings = (await mapInTurns(entries, read)).filter((listing) => listing !== null)
  const skipped = entries.length - listings.length
  if (skipped > 0)
    logger[usual]({ skipped }, 'listings that are not ours to trade on, or could not be read, were left out')
  const table = index(listings)
  warnOfLeftOut(logger, table.leftOut)
  return table
}

/** Younger markets are used as they are. */
const freshMs = 5 * 60_000
/** Between fresh and this age the old ones are used while new ones are fetched; beyond it callers wait for those. */
const usableMs = 60 * 60_000

/** One venue's markets, shared by its accounts: fetched once however many ask, renewed behind the callers' backs. */
export class Markets<L extends Listing, T extends MarketTable<L> = MarketTable<L>> {
  readonly #venue: Pick<Venue, 'label' | 'time'>
  readonly #fetch: () => Promise<T>
  #value: { readonly table: T; readonly at: number } | null = null
  #running: Promise<T> | null = null

  constructor(venue: Pick<Venue, 'label' | 'time'>, fetch: () => Promise<T>) {
    this.#venue = venue
    this.#fetch = fetch
  }

  /**
   * All of them. Old ones are better than none: when new ones cannot be had, callers get the old ones, for a cancel
   * must not fail for want of a market list. @throws what the fetch throws, when nothing was ever fetched or `refresh`
   * was asked for.
   */
  async all(options: { readonly refresh?: boolean } = {}): Promise<T> {
    const value = this.#value
    if (value === null || options.refresh === true) return this.#load()
    const age = this.#venue.time.monotonic() - value.at
    if (age > usableMs) return this.#load().catch(() => value.table)
    if (age > freshMs) void this.#load().catch(() => undefined)
    return value.table
  }

  /** One of them. @throws GatewayError `refused` when the venue does not list it. */
  async of(symbol: string): Promise<L> {
    const found = (await this.all()).bySymbol.get(symbol)
    if (found !== undefined) return found
    const params = { symbol, exchange: this.#venue.label }
    throw new GatewayError('refused', 'order.symbol.unknown', params, { field: 'symbol' })
  }

  /** The exchange's own name of a symbol. @throws GatewayError as {@link of}. */
  async nativeIdOf(symbol: string): Promise<string> {
    return (await this.of(symbol)).market.nativeId
  }

  /** The next {@link all} fetches anew: the exchange said something that contradicts what is kept here. */
  forget(): void {
    if (this.#value !== null) this.#value = { ...this.#value, at: -Infinity }
  }

  #load(): Promise<T> {
    this.#running ??= this.#fetch()
      .then((table) => {
        this.#value = { table, at: this.#venue.time.monotonic() }
        return table
      })
      .finally(() => {
        this.#running = null
      })
    return this.#running
  }
}
