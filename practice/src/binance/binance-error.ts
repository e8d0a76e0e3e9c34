import { EngineRejection, type RejectionReason } from '../engine/engine-rejection.ts'
import type { RuleViolation } from '../engine/rules.ts'

/** An error as Binance prints it: `{"code", "msg"}` and sometimes `data`, under an HTTP status. */
export class BinanceError extends Error {
  readonly status: number
  readonly code: number
  readonly data: unknown
  readonly retryAfterSeconds: number | null

  constructor(
    code: number,
    message: string,
    options: { status?: number; data?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message)
    this.name = 'BinanceError'
    this.code = code
    this.status = options.status ?? 400
    this.data = options.data
    this.retryAfterSeconds = options.retryAfterSeconds ?? null
  }

  /** The JSON body. */
  body(): Record<string, unknown> {
    const body: Record<string, unknown> = { code: this.code, msg: this.message }
    if (this.data !== undefined) body.data = this.data
    return body
  }
}

export const missing = (name: string): BinanceError =>
  new BinanceError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
export const eitherMissing = (one: string, other: string): BinanceError =>
  new BinanceError(-1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`)
export const notRequired = (name: string): BinanceError =>
  new BinanceError(-1106, `Parameter '${name}' sent when not required.`)
export const notValid = (name: string): BinanceError =>
  new BinanceError(-1130, `Data sent for parameter '${name}' is not valid.`)
export const badCombination = (): BinanceError => new BinanceError(-1128, 'Combination of optional parameters invalid.')
export const invalidSymbol = (): BinanceError => new BinanceError(-1121, 'Invalid symbol.')
export const noSuchOrder = (): BinanceError => new BinanceError(-2013, 'Order does not exist.')
const filterFailure = (filter: string): BinanceError => new BinanceError(-1013, `Filter failure: ${filter}`)
export const notSupported = (what: string): BinanceError =>
  new BinanceError(-1013, `${what} are not supported for this symbol.`)

const filterOf: Readonly<Record<RuleViolation, string>> = {
  price: 'PRICE_FILTER',
  quantity: 'LOT_SIZE',
  market_quantity: 'MARKET_LOT_SIZE',
  notional: 'NOTIONAL',
  price_band: 'PERCENT_PRICE_BY_SIDE',
  trailing_distance: 'TRAILING_DELTA',
  iceberg_parts: 'ICEBERG_PARTS',
  max_position: 'MAX_POSITION',
  max_open_orders: 'MAX_NUM_ORDERS',
  max_open_triggers: 'MAX_NUM_ALGO_ORDERS',
  max_open_lists: 'MAX_NUM_ORDER_LISTS',
  max_amendments: 'MAX_NUM_ORDER_AMENDS',
}

const sentences: Readonly<Record<Exclude<RejectionReason, 'rule'>, string>> = {
  insufficient_balance: 'Account has insufficient balance for requested action.',
  would_trigger: 'Order would trigger immediately.',
  would_take: 'Order would immediately match and take.',
  duplicate_client_order_id: 'Duplicate order sent.',
  duplicate_client_list_id: 'Duplicate order list sent.',
  market_closed: 'Market is closed.',
  bad_price_relation: 'The relationship of the prices for the orders is not correct.',
  no_liquidity: 'Order book liquidity is less than symbol minimum quantity.',
  unknown_order: 'Unknown order sent.',
  unknown_list: 'Unknown order list sent.',
  cancel_restricted: 'Order was not canceled due to cancel restrictions.',
  amend_increases: 'Order amend (quantity increase) is not supported.',
  amend_changes_nothing: 'The requested action would change no state; rejecting.',
  amend_of_pending_proceeds: 'Order amend (pending OPO order) is not supported.',
}

/** What was asked of the engine when it refused: decides the code. */
export type EngineAction = 'new' | 'cancel' | 'amend'

const codeOf: Readonly<Record<EngineAction, number>> = { new: -2010, cancel: -2011, amend: -2038 }

/** The engine's refusal in Binance's words; anything else is thrown on. */
function translated(error: unknown, action: EngineAction): BinanceError {
  if (error instanceof BinanceError) return error
  if (!(error instanceof EngineRejection)) throw error
  if (error.violation !== null) return filterFailure(filterOf[error.violation])
  if (error.reason === 'rule') return filterFailure('LOT_SIZE')
  if (error.reason === 'market_closed' && action === 'new') return new BinanceError(-1013, sentences.market_closed)
  return new BinanceError(codeOf[action], sentences[error.reason])
}

/** Runs an engine command; its refusal becomes a BinanceError. */
export function asking<T>(action: EngineAction, command: () => T): T {
  try {
    return command()
  } catch (error) {
    throw translated(error, action)
  }
}
