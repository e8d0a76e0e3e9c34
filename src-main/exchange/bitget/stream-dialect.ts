import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import { parseJson } from '../http/json.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'

/** What all sockets of Bitget have in common. Source: docs/exchanges/streams.md §2.1. */

const hosts = { production: 'wss://ws.bitget.com', demo: 'wss://wspap.bitget.com' } as const

export function addressOf(
  version: 'v2' | 'v3',
  kind: 'public' | 'private',
  environment: Environment,
  baseUrl: string,
): string {
  const isPractice = environment.kind === 'practice'
  const host = isPractice ? baseUrl.replace(/^http/, 'ws') : hosts[environment.kind === 'demo' ? 'demo' : 'production']
  return `${host}/${version}/ws/${kind}`
}

/** Bitget takes 300 in five minutes from one IP address. Half of them leave room for other programs. */
export const connectPace = { most: 150, perMs: 300_000 }

export const commonProtocol: Omit<StreamProtocol, 'connect' | 'topicsPerSocket'> = {
  // It wants one each 30 s.
  pingEveryMs: 10_000,
  // It is cut after 24 h.
  lifeMs: 23 * 3_600_000,
  // Ten a second are allowed, and more end the socket.
  pace: { most: 6, perMs: 1_000 },
  // Subscriptions are counted by message: 240 in an hour.
  topicsPerMessage: 20,
}

/** A text of its own, not JSON. */
export const ping = (): string => 'ping'

/** What a topic is asked for with, and told by. */
export type StreamArg = Readonly<Record<string, string>>

export function request(op: 'login' | 'subscribe' | 'unsubscribe', args: readonly StreamArg[]): string {
  return JSON.stringify({ op, args })
}

const argSchema = z.record(z.string(), z.unknown())
const pushSchema = z.looseObject({ action: z.string(), arg: argSchema, data: z.unknown() })
const eventSchema = z.looseObject({ event: z.string(), arg: argSchema.optional() })
const errorSchema = z.looseObject({ code: z.string(), msg: z.string().nullish() })

/** Codes about one topic: it does not exist, or is asked for wrongly. */
const ofTopic = new Set(['30001', '30002', '30016'])
/** Codes about a key that no other socket would like better. */
const ofKey = new Set(['30011', '30012', '30015'])
/** That a login failed, for whatever reason: an account of the other kind among them. */
const loginFailed = '30005'

/** How a socket's messages are told apart. */
export interface Reading {
  /** The key of a topic by what the exchange repeats of it; null: none of ours. */
  readonly keyOf: (arg: Readonly<Record<string, unknown>>) => string | null
  /** The parts of a push by topic. */
  readonly partsOf: (key: string, push: unknown) => readonly Incoming[]
  readonly loginFailed: () => void
}

/** What Bitget says on a socket. */
export function reader({ keyOf, partsOf, loginFailed: failed }: Reading): (text: string) => readonly Incoming[] {
  return (text) => {
    if (text === 'pong') return [{ kind: 'alive' }]
    const message = parseJson(text)
    const push = pushSchema.safeParse(message).data
    const key = (arg: Readonly<Record<string, unknown>> | undefined): string | null =>
      arg === undefined ? null : keyOf(arg)
    if (push !== undefined) {
      const topic = key(push.arg)
      return topic === null ? [{ kind: 'alive' }] : partsOf(topic, message)
    }
    const { event, arg } = eventSchema.parse(message)
    const topic = key(arg)
    if (event === 'subscribe') return topic === null ? [] : [{ kind: 'accepted', of: { key: topic } }]
    if (event !== 'error' && event !== 'login') return [{ kind: 'alive' }]
    // Its number was seen as a text and as a number, which are one here.
    const { code, msg } = errorSchema.parse(message)
    if (event === 'login' && code === '0') return [{ kind: 'greeted' }]
    const reason = `${code} ${msg ?? ''}`.trim()
    if (topic !== null && ofTopic.has(code)) return [{ kind: 'refused', of: { key: topic }, reason }]
    if (code === loginFailed) failed()
    return [{ kind: 'unwelcome', reason, forGood: ofKey.has(code) }]
  }
}
