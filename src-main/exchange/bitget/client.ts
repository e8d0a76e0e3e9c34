import { GatewayError } from '../../../src-shared/errors.ts'
import { noDeadMansSwitch } from '../core/base-exchange-client.ts'
import type { Operations } from '../core/native-client.ts'
import { dayMs, remembers } from '../orders/exchange-memory.ts'
import { unsupported } from '../orders/normalise.ts'
import { classicDialect } from './classic/index.ts'
import { meaningOf } from './error-table.ts'
import { isWrongMode } from './errors.ts'
import { candles, orderBook, ticker, tickers } from './market-data.ts'
import { normaliseAt } from './normalise.ts'
import type { AccountDialect } from './own/account-dialect.ts'
import type { AccountMode } from './own/account-mode.ts'
import { presetsShown } from './own/presets-shown.ts'
import { tellsField } from './price-words.ts'
import { type BitgetSession, sessionAs } from './session.ts'
import { unifiedDialect } from './unified/index.ts'

/** How long Bitget takes a signed request after its timestamp (commonly quoted, not documented), and a margin. */
const timestampWindowMs = 30_000
const settleMarginMs = 5_000

/**
 * The lists of finished orders go back 90 days; orderInfo by client id only hours. Source:
 * docs/exchanges/bitget.md §6.3.
 */
const rememberedMs = 90 * dayMs

/**
 * Spot trading on Bitget for one account, classic or unified: which of the two it is, the exchange is asked before the
 * first private request, and again when it says otherwise. Each kind has its own dialect (classic/, unified/); signing,
 * errors, limits and market data are common.
 */
export const operations: Operations<BitgetSession> = {
  exchange: 'bitget',
  memory: remembers({ fromMs: timestampWindowMs + settleMarginMs, untilMs: rememberedMs }),
  as: sessionAs,
  /** A classic account's fills are told ten times a second. */
  fillsEveryMs: 500,

  /**
   * Source: GET /api/v2/spot/public/symbols, for unified accounts with the limits of GET /api/v3/market/instruments;
   * shared by every account of the venue. A key that does not work, or an exchange that does not answer, still leaves
   * the markets to be seen, as a classic account has them.
   */
  async loadMarkets({ shared, modes }, options) {
    const mode = await modes.current().catch(classicOnError)
    return (await shared.markets[mode].all(options)).markets
  },
  forgetMarkets({ shared }) {
    shared.markets.classic.forget()
    shared.markets.unified.forget()
  },
  meaningOf,
  tells: tellsField,

  fetchTicker: ticker,
  fetchTickers: tickers,
  fetchCandles: candles,
  fetchOrderBook: orderBook,

  /** Source: GET /api/v2/spot/account/assets; GET /api/v3/account/assets and funding-assets. */
  getBalance: (session) => speak(session, (dialect) => dialect.balances()),
  /** Source: GET /api/v2/common/trade-rate, GET /api/v3/account/fee-rate. */
  fetchFees: (session, symbol) => speak(session, (dialect) => dialect.fees(symbol)),
  /** Source: GET /api/v2/spot/account/info, GET /api/v3/account/info. */
  checkCredentials: (session) => speak(session, (dialect) => dialect.credentials()),

  /**
   * Classic: three lists, of which the plan orders are asked for symbol by symbol (classic/own/plan-symbols.ts says for
   * which).
   */
  fetchOpenOrders: (session, symbol) => speak(session, (dialect) => dialect.openOrders(symbol)),
  /** Bitget keeps 90 days; no symbols need to be named for them, but for a classic account's plan orders. */
  fetchClosedOrders: (session, query) => speak(session, (dialect) => dialect.closedOrders(query)),
  /** Bitget keeps 90 days, of all symbols together. Source: GET /api/v2/spot/trade/fills, GET /api/v3/trade/fills. */
  fetchFills: (session, query) => speak(session, (dialect) => dialect.fills(query)),
  fetchOrder: (session, reference) => speak(session, (dialect) => dialect.order(reference)),
  /** A classic account's TP/SL orders take no client id: classic/find-placed.ts says how they are known. */
  findOrder: (session, request, clientOrderId) => speak(session, (dialect) => dialect.find(request, clientOrderId)),

  async normalise({ shared, modes }, request, checks) {
    return normaliseAt(shared, request, await shared.markets[await modes.current()].of(request.symbol), checks)
  },
  placeOrder: (session, request, clientOrderId, permit) =>
    speak(session, (dialect) => dialect.place(request, clientOrderId, permit)),
  /** Bitget has no dry run. @throws GatewayError `refused`, always. */
  async testOrder({ shared }, request) {
    const { market } = await shared.markets.classic.of(request.symbol)
    throw unsupported({ market, exchange: 'bitget' }, 'dry_run', 'kind')
  },
  editOrder: (session, reference, change, clientOrderId, permit) =>
    speak(session, (dialect) => dialect.edit(reference, change, clientOrderId, permit)),
  cancelOrder: (session, reference) => speak(session, (dialect) => dialect.cancel(reference)),

  /** Presets of an entry, as long as the list it was read from shows them. */
  exitsOf: (_session, order) => (order.role === 'entry' ? presetsShown(order.raw) : null),

  /** A unified account has one, a classic one has not. */
  deadMansSwitch: (session) => speak(session, ({ deadMan }) => Promise.resolve(deadMan?.range ?? null)),
  /** Source: POST /api/v3/trade/countdown-cancel-all. */
  armDeadMansSwitch: (session, seconds) =>
    speak(session, ({ deadMan }) => deadMan?.arm(seconds) ?? noDeadMansSwitch('bitget')),
}

/**
 * Does it in the dialect of the account's kind. Answered that the account is of the other kind, nothing was executed:
 * the kind is found out anew and, if it has indeed changed, the same is done once more in the other dialect.
 */
async function speak<T>(session: BitgetSession, act: (dialect: AccountDialect) => Promise<T>): Promise<T> {
  const { modes, shared } = session
  const mode = await modes.current()
  try {
    return await act(dialectOf(session, mode))
  } catch (error) {
    if (!isWrongMode(error)) throw error
    modes.forget(mode)
    const now = await modes.current()
    if (now === mode) throw error
    shared.venue.logger.warn({ from: mode, to: now }, 'the account has become one of another kind')
    return act(dialectOf(session, now))
  }
}

function dialectOf({ classic, unified }: BitgetSession, mode: AccountMode): AccountDialect {
  return mode === 'classic' ? classicDialect(classic) : unifiedDialect(unified)
}

function classicOnError(error: unknown): AccountMode {
  if (error instanceof GatewayError && error.text.key !== 'error.shutting_down') return 'classic'
  throw error
}
