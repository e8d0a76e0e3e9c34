import { BinanceError } from './binance-error.ts'
import type { Endpoint } from './endpoints.ts'
import type { Parameters } from './parameters.ts'
import type { BinanceCall, PracticeBinance } from './practice-binance.ts'
import type { KnownKey } from './security.ts'

/** A request that asks for an endpoint, over HTTP or a socket. */
export interface Incoming {
  readonly address: string
  readonly parameters: Parameters
  /** Why its parameters cannot be read (they are empty then); the weight is charged either way. */
  readonly problem: BinanceError | null
  /** Finds its key and checks time and signature. @throws BinanceError */
  readonly authorised: (trades: boolean) => KnownKey
  /** Called with the key of a request for one's own account, whatever becomes of the request then. */
  readonly known?: (key: KnownKey) => void
}

const orderClientIds = [
  'newClientOrderId',
  'aboveClientOrderId',
  'belowClientOrderId',
  'workingClientOrderId',
  'pendingClientOrderId',
  'pendingAboveClientOrderId',
  'pendingBelowClientOrderId',
]

/** Takes a request through every check to its endpoint. @throws BinanceError */
export function passGate(exchange: PracticeBinance, endpoint: Endpoint, incoming: Incoming, now: number): unknown {
  const { address, parameters, problem } = incoming
  const weight = typeof endpoint.weight === 'number' ? endpoint.weight : endpoint.weight(parameters)
  exchange.weights.charge(address, weight, now, exchange.limits)
  if (problem !== null) throw problem
  if (endpoint.placesOrders === true) countArrivals(exchange, parameters)
  const call: BinanceCall = { exchange, parameters, now }
  if (endpoint.security === 'public') return endpoint.answer(call)
  const key = incoming.authorised(endpoint.security === 'trade')
  incoming.known?.(key)
  const body = endpoint.answer({ ...call, key, accountId: key.accountId })
  if (endpoint.freeOnSuccess === true) exchange.weights.refund(address, weight, now)
  return body
}

function countArrivals(exchange: PracticeBinance, parameters: Parameters): void {
  for (const name of orderClientIds) {
    const id = parameters.peek(name)
    if (id !== null && id !== '') exchange.counts.arrived(id)
  }
}

/** What went wrong as Binance prints it; anything that is not its own error is an unknown one. */
export function asBinanceError(error: unknown): BinanceError {
  if (error instanceof BinanceError) return error
  return new BinanceError(-1000, 'An unknown error occurred while processing the request.', { status: 500 })
}
