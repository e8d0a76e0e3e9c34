import { z } from 'zod'
import type { ExchangeName } from '../../../src-shared/account.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import { type AskedFor, unreadable } from '../core/classify.ts'
import type { Venue } from '../core/venue.ts'
import type { Cost, Priority } from './admission.ts'
import { parseJson } from './json.ts'
import type { Permit } from './permit.ts'
import { answerWithoutSecrets, secretsIn, withoutSecrets } from './strike.ts'
import type { Sender, TransportOutcome, TransportRequest } from './transport.ts'
import { priorityOf, type Urgency, usual } from './urgency.ts'

/** What every exchange's table of endpoints says of each. */
export interface RestEndpoint {
  readonly method: TransportRequest['method']
  readonly path: string
  readonly signed: boolean
  /** Writes are sent once, whatever happens. */
  readonly write: boolean
  readonly priority: Priority
  /** The largest answer that makes sense, unpacked, where that is more than the transport's few MB. */
  readonly maxBodyBytes?: number
}

/** The account behind a signed request. `check` throws when its credentials are no longer the account's. */
export interface SignedAs {
  readonly accountId: string
  readonly check: () => void
  /** What nobody else may learn of the account: its key, secret and passphrase. */
  readonly secrets: () => readonly string[]
  /** Runs each sending in its turn, where the exchange wants requests of one key in order. */
  readonly inTurn?: <T>(send: () => Promise<T>) => Promise<T>
}

/** Another way to the exchange than HTTP, for one request. */
export interface OtherWay {
  readonly sender: Sender
  /** As {@link RestCall.build}. */
  readonly build: () => TransportRequest
}

export interface RestCall {
  readonly endpoint: RestEndpoint
  readonly asked: AskedFor
  readonly cost: Cost
  /** Makes the request, signature included, at the moment of sending. */
  readonly build: () => TransportRequest
  /**
   * The way that is tried first, at the moment of sending; null: it is not open. What surely did not leave there goes
   * over HTTP after all, everything else counts as sent.
   */
  readonly first?: () => OtherWay | null
  readonly signedAs: SignedAs | null
  /** Of every request that places or changes an order; a want of it is a bug, and nothing is sent. */
  readonly permit?: Permit
  readonly priority?: Priority
  /** Reads only. */
  readonly urgency?: Urgency
  /** Reads only: how often to ask when no proper answer comes. */
  readonly attempts?: number
  /** How the text is read; losslessly unless told. */
  readonly parse?: (text: string) => unknown
  /** Called when the request leaves. */
  readonly onSend?: () => void
  /** Whether the caller understands an answer that would be an error; then it is read like a success. */
  readonly accept?: (outcome: TransportOutcome) => boolean
}

/** How one exchange answers. */
export interface Dialect {
  readonly exchange: ExchangeName
  /** The error that an answer, or the want of one, stands for; null: a success. Pure. */
  errorOf(outcome: TransportOutcome, call: RestCall): GatewayError | null
  /** The part of a parsed success that the caller's schema describes: the answer itself, or what its envelope holds. */
  contentOf(parsed: unknown): unknown
  /**
   * Tells the limiter what an answer says of limits: blocks and exhausted pools. @returns usage that it reports, by
   * pool.
   */
  heed(outcome: TransportOutcome, call: RestCall): Readonly<Record<string, number>> | undefined
}

const patienceMs = { cancel: 20_000, order: 15_000, poll: 15_000, read: 30_000 } as const
export const readAttempts = 3

/**
 * Sends requests of one exchange: limiter, clock, credentials check, signature, and out, in this order, so that neither
 * leave nor timestamp grow old. Writes are sent once; reads are tried again a few times when no proper answer came.
 * Throws GatewayError only.
 */
export class RestCaller {
  readonly #venue: Venue
  readonly #dialect: Dialect

  constructor(venue: Venue, dialect: Dialect) {
    this.#venue = venue
    this.#dialect = dialect
  }

  async call<S extends z.ZodType>(call: RestCall, schema: S): Promise<z.infer<S>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(call, schema)
      } catch (error) {
        const last = call.endpoint.write || attempt >= (call.attempts ?? readAttempts)
        if (last || !mayAskAgain(error, attempt)) throw error
        if (error.class === 'retryable') await this.#venue.pause(200 * 3 ** (attempt - 1))
      }
    }
  }

  async #once<S extends z.ZodType>(call: RestCall, schema: S): Promise<z.infer<S>> {
    const { outcome, request } = await this.#send(call)
    const secrets = (): readonly string[] => secretsIn(request, call.signedAs?.secrets() ?? [])
    if (!call.accept?.(outcome)) {
      const answered = this.#elsewhere(outcome) ?? this.#dialect.errorOf(outcome, call)
      if (answered !== null) {
        const error = withoutSecrets(answered, secrets())
        if (error.class === 'clock') await this.#venue.clock.sync().catch(() => undefined)
        throw error
      }
    }
    const parsed = outcome.kind === 'response' ? tryParse(outcome.text, call.parse) : undefined
    const content = this.#dialect.contentOf(parsed)
    const answer = schema.safeParse(signedContent(content, outcome, call, secrets))
    if (answer.success) return answer.data
    const status = outcome.kind === 'response' ? outcome.status : 0
    const issues = answer.error.issues.slice(0, 3)
    this.#venue.logger.warn({ path: call.endpoint.path, status, issues }, 'unreadable answer')
    throw unreadable(this.#dialect.exchange, call.asked, status)
  }

  /**
   * HTTP 451 comes from before the exchange, whatever its body: nothing was executed, and asking again helps nobody.
   */
  #elsewhere(outcome: TransportOutcome): GatewayError | null {
    if (outcome.kind !== 'response' || outcome.status !== 451) return null
    const { label } = this.#venue
    const { exchange } = this.#dialect
    const message = wordsOf(outcome.text)
    const words = { exchange, httpStatus: 451, code: null, message }
    const params = { exchange: label, reason: message }
    return new GatewayError('refused', 'exchange.restricted_location', params, { exchange: words })
  }

  async #send(call: RestCall): Promise<{ readonly outcome: TransportOutcome; readonly request: TransportRequest }> {
    const venue = this.#venue
    const { endpoint, signedAs } = call
    if (venue.transport.readsOnly === true && movesOrders(endpoint))
      throw new GatewayError('refused', 'rehearsal.reads_only')
    signedAs?.check()
    if (signedAs !== null) await venue.clock.ensure()
    const urgency = endpoint.write ? usual : (call.urgency ?? usual)
    const priority = priorityOf(call.priority ?? endpoint.priority, urgency)
    const admission = await venue.admit(call.cost, priority, urgency.patienceMs ?? patienceMs[priority])
    let reported: Readonly<Record<string, number>> | undefined
    let request: TransportRequest = { method: endpoint.method, url: '', headers: {} }
    const sendOver = ({ sender, build }: OtherWay): Promise<TransportOutcome> => {
      signedAs?.check()
      if (endpoint.write && endpoint.priority !== 'cancel') permitOf(call)()
      request = build()
      call.onSend?.()
      const { maxBodyBytes } = endpoint
      return sender.send(maxBodyBytes === undefined ? request : { ...request, maxBodyBytes })
    }
    const send = async (): Promise<TransportOutcome> => {
      const first = call.first?.() ?? null
      const outcome = first === null ? null : await sendOver(first)
      if (outcome !== null && outcome.kind !== 'not-sent') return outcome
      return sendOver({ sender: venue.transport, build: call.build })
    }
    try {
      const outcome = await (signedAs?.inTurn ? signedAs.inTurn(send) : send())
      reported = this.#dialect.heed(outcome, call)
      return { outcome, request }
    } finally {
      admission.done(reported)
    }
  }
}

/**
 * Whether an endpoint may move an order. A dead man's switch cancels, too, though it is no write that is sent only once;
 * dry runs are none.
 */
export function movesOrders({ write, priority }: Pick<RestEndpoint, 'write' | 'priority'>): boolean {
  return write || priority === 'cancel'
}

function permitOf({ permit, endpoint }: RestCall): Permit {
  if (permit === undefined)
    throw new GatewayError('bug', 'error.internal', {}, { cause: new Error(`${endpoint.path} without a permit`) })
  return permit
}

/**
 * A refusal may stand within a success: what it says goes where errors go. Lists of rows, which are long, are read and
 * not told.
 */
function signedContent(
  content: unknown,
  outcome: TransportOutcome,
  { endpoint, signedAs }: RestCall,
  secrets: () => readonly string[],
): unknown {
  const mayTell = endpoint.write && signedAs !== null && outcome.kind === 'response'
  return mayTell ? answerWithoutSecrets(content, secrets) : content
}

/**
 * Whether a read is worth another try: no proper answer came, the clock has been set right, or the exchange asked to
 * wait (which the limiter now does, as long as the caller's patience lasts).
 */
function mayAskAgain(error: unknown, attempt: number): error is GatewayError {
  if (!(error instanceof GatewayError)) return false
  if (error.class === 'retryable') return error.text.key !== 'error.shutting_down'
  return attempt === 1 && (error.class === 'clock' || (error.class === 'rate-limit' && error.exchange !== null))
}

const spokenSchema = z.union([
  z.looseObject({ msg: z.string() }).transform(({ msg }) => msg),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
])

/** What an answer says to people: its `msg` or `message`, else its text without any markup. */
function wordsOf(text: string): string {
  const told = spokenSchema.safeParse(tryParse(text)).data ?? text.replace(/<[^>]*>/g, ' ')
  return told.replace(/\s+/g, ' ').trim().slice(0, 300)
}

/** undefined for what is not JSON, which no schema accepts. */
export function tryParse(text: string, parse: (text: string) => unknown = parseJson): unknown {
  try {
    return parse(text)
  } catch {
    return undefined
  }
}
