import { silentLogger, Venue, type VenueOptions } from '../../src-main/exchange/core/venue.ts'
import type { TransportOutcome, TransportRequest } from '../../src-main/exchange/http/transport.ts'
import { GatewayError } from '../../src-shared/errors.ts'

/** A request as a script of answers is asked for it. */
export interface Sent {
  /** Its name in the script. */
  readonly endpoint: string
  readonly request: TransportRequest
}

export type Played = TransportOutcome | Promise<TransportOutcome>

/** An exchange's answer; a body that is no text is told as JSON. */
export const answer = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): TransportOutcome => ({
  kind: 'response',
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

/**
 * A venue whose exchange is a script of answers, and a record of all that was sent. `read`: what a request is to the
 * script; `play`: its answer, `count` being how often the endpoint was asked, this time included.
 */
export function scripted<Request extends Sent>(
  options: Pick<VenueOptions, 'exchange' | 'limits' | 'fetchServerTime'> & Partial<VenueOptions>,
  read: (request: TransportRequest) => Request,
  play: (sent: Request, count: number) => Played | undefined,
) {
  const sent: Request[] = []
  const warned: string[] = []
  const counts = new Map<string, number>()
  const venue = new Venue({
    baseUrl: 'http://exchange.test',
    transport: {
      async send(request) {
        const each = read(request)
        const count = (counts.get(each.endpoint) ?? 0) + 1
        counts.set(each.endpoint, count)
        sent.push(each)
        return (await play(each, count)) ?? answer(404, 'no such endpoint in the script')
      },
    },
    time: { now: () => Date.now(), monotonic: () => performance.now() },
    logger: { ...silentLogger, warn: (_details, text) => void warned.push(text) },
    pause: () => Promise.resolve(),
    ...options,
  })
  const calls = (endpoint: string): readonly Request[] => sent.filter((each) => each.endpoint === endpoint)
  return { venue, sent, warned, calls }
}

/** The error that a promise ends with. @throws when it does not. */
export async function caught(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof GatewayError) return error
  throw new Error(`expected a GatewayError, got ${String(error)}`)
}
