import { z } from 'zod'
import { type Listing, Markets, marketTable, readMarkets } from '../../../../src-main/exchange/core/markets.ts'
import type { Venue } from '../../../../src-main/exchange/core/venue.ts'
import { contentIn } from '../../../../src-main/exchange/http/answers.ts'
import { encodeQuery, type Params } from '../../../../src-main/exchange/http/query.ts'
import { type RestCall, RestCaller, type RestEndpoint } from '../../../../src-main/exchange/http/rest-caller.ts'
import { unbounded } from '../../../../src-main/exchange/orders/amounts.ts'
import { noAttachedExits } from '../../../../src-shared/capabilities.ts'
import type { Market } from '../../../../src-shared/market.ts'
import { Money } from '../../../../src-shared/money.ts'
import { errorOf } from './errors.ts'
import { name } from './name.ts'
import { pairSchema } from './schemas.ts'

const open = (path: string): RestEndpoint => ({
  method: 'GET',
  path,
  signed: false,
  write: false,
  priority: 'read',
})
export const endpoints = {
  pairs: open('/pairs'),
  orders: { ...open('/orders'), signed: true },
  place: { ...open('/orders'), method: 'POST', signed: true, write: true, priority: 'order' },
  cancel: { ...open('/orders'), method: 'DELETE', signed: true, write: true, priority: 'cancel' },
} as const satisfies Record<string, RestEndpoint>

/** What the toy's accounts share, and how a request of one is built. */
export class ToyVenue {
  readonly markets: Markets<Listing>
  readonly #venue: Venue
  readonly #caller: RestCaller

  constructor(venue: Venue) {
    this.#venue = venue
    this.markets = new Markets(venue, async () =>
      readMarkets(venue.logger, await this.call(endpoints.pairs, {}, z.array(z.unknown())), listingFrom, marketTable),
    )
    this.#caller = new RestCaller(venue, {
      exchange: name,
      errorOf: (outcome, { asked }) => errorOf(outcome, asked),
      contentOf: contentIn('data'),
      heed: () => undefined,
    })
  }

  call<S extends z.ZodType>(
    endpoint: RestEndpoint,
    params: Params,
    schema: S,
    { signedAs = null, ...options }: Partial<Pick<RestCall, 'signedAs' | 'permit' | 'urgency'>> = {},
  ): Promise<z.infer<S>> {
    const url = `${this.#venue.baseUrl}${endpoint.path}?${encodeQuery(params)}`
    const call = {
      endpoint,
      asked: { write: endpoint.write, symbol: params.pair ?? null },
      cost: {},
      build: () => ({ method: endpoint.method, url, headers: {} }),
      signedAs,
      ...options,
    }
    return this.#caller.call(call, schema)
  }
}

function listingFrom(raw: unknown): Listing | null {
  const record = pairSchema.safeParse(raw).data
  if (record === undefined) return null
  const { base, quote, tick: tickSize, step: lotStep } = record
  const market: Market = {
    symbol: `${base}/${quote}`,
    nativeId: record.pair,
    base,
    quote,
    status: record.open ? 'trading' : 'halted',
    tickSize,
    price: unbounded,
    lotStep,
    quantity: unbounded,
    marketLotStep: Money.zero,
    marketQuantity: unbounded,
    notional: unbounded,
    notionalAppliesToMarket: { min: false, max: false },
    quoteStep: tickSize,
    priceBand: null,
    fees: null,
    capabilities: {
      orderKinds: ['limit'],
      timeInForce: ['gtc'],
      postOnly: false,
      marketAmountUnits: { buy: [], sell: [] },
      attachedExits: noAttachedExits,
      oco: null,
      exitPair: 'one',
      trailing: null,
      edit: [],
      dryRun: false,
      timeframes: [],
      maxOpenOrders: null,
      maxConditionalOrders: null,
    },
  }
  return { market }
}
