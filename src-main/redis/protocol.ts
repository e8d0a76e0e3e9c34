import { z } from 'zod'
import { GatewayError } from '../../src-shared/errors.ts'
import { spoken } from '../../src-shared/messages/index.ts'
import { JsonNumber, type JsonObject, type JsonValue, isJsonObject } from './json-number.ts'
import { jsonText, parseRequestJson } from './json.ts'

/** The list that Django pushes to. */
export const requestKey = 'exchange_requests'
/**
 * The keys of the gateways themselves. In a cluster the braces put them in the slot of {@link requestKey}, without
 * which nothing can be moved from one to the other.
 */
export function gatewayKeys(inCluster: boolean) {
  const prefix = inCluster ? `{${requestKey}}:` : `${requestKey}:`
  return {
    /** Where a gateway keeps what it took until it has answered. */
    processing: `${prefix}processing:`,
    /** Where Redis notes the number of the last answer that a gateway wrote. */
    receipt: `${prefix}receipt:`,
    /** Who may take requests. */
    lease: `${prefix}lease`,
    leaseCounter: `${prefix}lease:counter`,
    /** The names of the gateways, and a key for each that lives. */
    gateways: `${prefix}gateways`,
    gateway: `${prefix}gateway:`,
    /** Which request ids were taken into execution, and their answers. */
    claim: `${prefix}claim:`,
    /** Who shares the exchanges' limits, what exchanges want to rest, by which time it is, each limit that is shared. */
    sharers: `${prefix}limits`,
    rests: `${prefix}limits:rests`,
    clock: `${prefix}limits:clock`,
    limit: `${prefix}limit:`,
  } as const
}
/**
 * Where Django's dashboards look for a sign of life of "Terminal 5", the part of it that we are
 * (docs/wire-contract.md §1.4).
 */
export const heartbeatKey = 'terminal_heartbeat:terminal5'
/** Lies beside a heartbeat of this value when one of our gateways wrote it. */
export function ownHeartbeatKey(value: string): string {
  return `${requestKey}:heartbeat:${value}`
}
/** The stream of what happens in accounts. */
export const eventsKey = 'exchange_events'
/** What belongs to {@link eventsKey}, in its slot as {@link gatewayKeys} are in the list's. */
export function eventKeys(inCluster: boolean) {
  const prefix = inCluster ? `{${eventsKey}}:` : `${eventsKey}:`
  return {
    /** Which events it was told lately. */
    told: `${prefix}told`,
    /** The number of its last entry. */
    sequence: `${prefix}sequence`,
  } as const
}

/** How long an answer waits for its reader, in seconds. */
export const answerTtlSeconds = 30
/** How long Redis remembers which requests that move orders were executed, in seconds. */
export const claimTtlSeconds = 86_400

const maxLengths = { request_id: 200, action: 100 } as const
const integerText = /^-?\d{1,16}$/

/** The key under which a request's answer is written. */
export function answerKey(requestId: string): string {
  return `exchange_response_${requestId}`
}

/** A request in our words (docs/wire-contract.md §2). */
export interface RequestEnvelope {
  readonly requestId: string
  readonly action: string
  readonly params: JsonObject
  /** null: the envelope does not say. */
  readonly userId: number | null
  readonly traceId: string | null
  /** Seconds of the sender's monotonic clock; null where there is no such number. */
  readonly timestamp: number | null
}

/** A parsed JSON number or text as an integer within ±2^53; null when it is none. */
export function integerOf(value: JsonValue | undefined): number | null {
  const text = value instanceof JsonNumber ? value.text : typeof value === 'string' ? value.trim() : null
  if (text === null || !integerText.test(text)) return null
  const integer = Number(text)
  return Number.isSafeInteger(integer) ? integer : null
}

type FieldRule = 'redis.field_not_text' | 'redis.field_not_object' | 'redis.field_not_positive_integer'
const rule = (error: FieldRule): { readonly error: FieldRule } => ({ error })
const optional = z.custom<JsonValue>().optional()

const envelope = z.object({
  request_id: z
    .union([z.string(), z.instanceof(JsonNumber).transform((number) => number.text)], rule('redis.field_not_text'))
    .pipe(z.string().min(1).max(maxLengths.request_id)),
  action: z.string(rule('redis.field_not_text')).min(1).max(maxLengths.action),
  params: optional
    .refine((value) => value === undefined || value === null || isJsonObject(value), rule('redis.field_not_object'))
    .transform((value) => (isJsonObject(value) ? value : {})),
  user_id: optional
    .refine(
      (value) => value === undefined || value === null || (integerOf(value) ?? 0) > 0,
      rule('redis.field_not_positive_integer'),
    )
    .transform((value) => integerOf(value)),
  trace_id: optional.transform((value) => (typeof value === 'string' ? value.slice(0, 200) : null)),
  timestamp: optional.transform((value) => (value instanceof JsonNumber ? secondsOf(value) : null)),
})

function secondsOf(number: JsonNumber): number | null {
  const seconds = Number(number.text)
  return Number.isFinite(seconds) ? seconds : null
}

/** What zod found wrong, as our sentence. */
function refusal(issue: z.core.$ZodIssue | undefined, value: JsonObject): GatewayError {
  const field = issue?.path[0] === undefined ? '?' : String(issue.path[0])
  if (issue?.code === 'too_big') {
    const maximum = field === 'action' ? maxLengths.action : maxLengths.request_id
    return new GatewayError('refused', 'order.field.too_long', { field, maximum: String(maximum) }, { field })
  }
  const missing = issue?.code === 'too_small' || (value[field] ?? null) === null
  const key = missing ? 'order.field.missing' : (issue?.message as FieldRule)
  return new GatewayError('refused', key, { field }, { field })
}

/**
 * Reads a request. @throws GatewayError `refused` with a sentence naming the field; {@link fishRequestId} may still
 * find whom to answer.
 */
export function parseEnvelope(text: string): RequestEnvelope {
  const value = parseRequestJson(text)
  if (!isJsonObject(value))
    throw new GatewayError('refused', 'redis.malformed', { reason: spoken('redis.reason.not_an_object') })
  const result = envelope.safeParse(value)
  if (!result.success) throw refusal(result.error.issues[0], value)
  const { data } = result
  return {
    requestId: data.request_id,
    action: data.action,
    params: data.params,
    userId: data.user_id,
    traceId: data.trace_id,
    timestamp: data.timestamp,
  }
}

const idField = /"request_id"\s*:\s*(?:"((?:[^"\\]|\\.){1,400})"|(-?\d{1,30})(?![\d.eE]))/
const fishedLength = 65_536

/**
 * The request id in a text that cannot be read as a whole, so that its sender gets an answer instead of silence. Looks
 * at both ends of an oversized text. null when there is none, or none that could name a key.
 */
export function fishRequestId(text: string): string | null {
  const ends =
    text.length <= 2 * fishedLength ? text : `${text.slice(0, fishedLength)}\n${text.slice(text.length - fishedLength)}`
  const match = idField.exec(ends)
  const id = match?.[1] === undefined ? match?.[2] : unescaped(match[1])
  return id === undefined || id.length > maxLengths.request_id ? null : id
}

function unescaped(inner: string): string | undefined {
  try {
    return String(JSON.parse(`"${inner}"`))
  } catch {
    return undefined
  }
}

/** What an action answers: `failed` carries the data that belongs to a failure (or null) and its sentence. */
export type ActionResult =
  | {
      readonly success: true
      readonly data: unknown
      readonly notes: readonly string[]
      /** How old the data is, where it was not asked for; null: it was. */
      readonly ageMs: number | null
    }
  | { readonly success: false; readonly data: unknown; readonly error: string }

/**
 * The response envelope (docs/wire-contract.md §3): always the same five keys, `notes` where there are any, and
 * `age_ms` where the exchange was not asked. @throws JsonOutputError
 */
export function answerText(requestId: string, result: ActionResult, processingTimeMs: number): string {
  return jsonText({
    request_id: requestId,
    success: result.success,
    data: result.data,
    error: result.success ? null : result.error,
    processing_time_ms: Math.round(processingTimeMs * 100) / 100,
    ...(result.success && result.notes.length > 0 && { notes: result.notes }),
    ...(result.success && result.ageMs !== null && { age_ms: Math.round(result.ageMs) }),
  })
}
