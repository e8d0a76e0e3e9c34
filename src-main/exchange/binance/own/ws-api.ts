import { z } from 'zod'
import type { Environment } from '../../../../src-shared/account.ts'
import type { Response } from '../../core/classify.ts'
import type { Venue } from '../../core/venue.ts'
import { integer, memberTexts, parseJson } from '../../http/json.ts'
import { tryParse } from '../../http/rest-caller.ts'
import { limitHeaders } from '../limits.ts'

const hosts = {
  production: 'wss://ws-api.binance.com:443',
  testnet: 'wss://ws-api.testnet.binance.vision',
  demo: 'wss://demo-ws-api.binance.com',
} as const

/** Where an environment's WebSocket API is. */
export function wsApiAddress(environment: Environment, baseUrl: string): string {
  const host = environment.kind === 'practice' ? baseUrl.replace(/^http/, 'ws') : hosts[environment.kind]
  return `${host}/ws-api/v3`
}

const connectWeight = 2
const patienceMs = 15_000

/**
 * Waits for leave to open a socket, which counts against the address like a request. @param weight of what is asked
 * first on it. @throws GatewayError `rate-limit` while the exchange lets nothing through.
 */
export async function leaveToConnect(venue: Venue, weight: number): Promise<void> {
  const admission = await venue.admit({ weight: connectWeight + weight }, 'order', patienceMs)
  admission.done()
}

/** Parameters that the documents call INT or LONG (and `recvWindow`): numbers in JSON, all others are texts. */
const numbers = /^(?:timestamp|recvWindow|orderId|cancelOrderId)$|trailingDelta$/i

/** A request without its id, as JSON. Numbers keep every digit: the signature covers the texts as they stand here. */
export function callText(method: string, params: Readonly<Record<string, string>>): string {
  const members = Object.entries(params).map(
    ([name, value]) => `${JSON.stringify(name)}:${numbers.test(name) ? value : JSON.stringify(value)}`,
  )
  return `{"method":${JSON.stringify(method)},"params":{${members.join(',')}}}`
}

/** {@link callText} as it goes out. */
export function withId(text: string, id: string | number): string {
  return `{"id":${JSON.stringify(id)},${text.slice(1)}`
}

/** What came over a socket: an event, or an answer told as REST would have told it. */
export type WsApiMessage =
  | { readonly kind: 'event'; readonly event: string }
  | { readonly kind: 'answer'; readonly id: string | number | null; readonly response: Response }

const eventSchema = z.looseObject({ e: z.string() })
const idSchema = z.union([z.string(), z.number(), z.null()])
const countsSchema = z.array(
  z.object({ rateLimitType: z.string(), interval: z.string(), intervalNum: integer, count: integer }),
)
const waitSchema = z.object({ data: z.object({ serverTime: integer.optional(), retryAfter: integer }) })

/**
 * Reads a message of the WebSocket API. An answer becomes the REST answer to the same request: its status, `result` or
 * `error` as the body with every digit, its limits and its demand to wait (a moment there, seconds here) as headers.
 * Source: web-socket-api.md, Response format, Rate limits. @param now by the exchange's clock, epoch ms.
 * @throws Error for what is neither.
 */
export function readWsApi(text: string, now: number): WsApiMessage {
  const members = memberTexts(text)
  if (members === null) throw new Error('not a message of the WebSocket API')
  const event = members.get('event')
  if (event !== undefined) return { kind: 'event', event: eventSchema.parse(parseJson(event)).e }
  const id = idSchema.parse(JSON.parse(members.get('id') ?? ''))
  const status = z.int().parse(JSON.parse(members.get('status') ?? ''))
  const error = members.get('error')
  const counts = countsSchema.safeParse(tryParse(members.get('rateLimits') ?? '')).data
  const headers = { ...limitHeaders(counts ?? []), ...(error !== undefined && waitHeader(error, now)) }
  return {
    kind: 'answer',
    id,
    response: { kind: 'response', status, headers, text: error ?? members.get('result') ?? '' },
  }
}

function waitHeader(error: string, now: number): Readonly<Record<string, string>> {
  const wait = waitSchema.safeParse(tryParse(error)).data?.data
  if (wait === undefined) return {}
  const seconds = Math.ceil((wait.retryAfter - (wait.serverTime ?? now)) / 1_000)
  return { 'retry-after': String(Math.max(0, seconds)) }
}
