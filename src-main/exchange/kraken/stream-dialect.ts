import { z } from 'zod'
import type { Environment } from '../../../src-shared/account.ts'
import { id, integer } from '../http/json.ts'
import type { Incoming, StreamProtocol } from '../streams/protocol.ts'

/** What public and private sockets of Kraken (WebSocket v2) have in common. Source: docs/exchanges/streams.md §4.1. */

const hosts = { public: 'wss://ws.kraken.com/v2', private: 'wss://ws-auth.kraken.com/v2' } as const
const practicePaths = { public: 'ws/v2', private: 'ws-auth/v2' } as const

/** Where an environment's sockets are: Kraken has a host for public data and one for accounts. */
export function addressOf(kind: 'public' | 'private', environment: Environment, baseUrl: string): string {
  if (environment.kind !== 'practice') return hosts[kind]
  return `${baseUrl.replace(/^http/, 'ws')}/${practicePaths[kind]}`
}

/** Kraken's own bound is at 150 in ten minutes from one IP address. */
export const connectPace = { most: 100, perMs: 600_000 }

export const commonProtocol: Omit<StreamProtocol, 'connect' | 'topicsPerSocket'> = {
  pingEveryMs: 10_000,
  // Kraken publishes none: a day, so that the change to another socket is nothing unusual when maintenance calls for it.
  lifeMs: 23 * 3_600_000,
  // Who knocks more often is locked out by the wall before Kraken.
  hasty: { most: 2, thenMs: 5_000 },
  // Kraken says only that there is a limit; it refuses with a text of its own, which ends the socket.
  pace: { most: 10, perMs: 1_000 },
  // An answer comes for each symbol, and one that is refused need not name its channel: so one topic has one number.
  topicsPerMessage: 1,
}

export const ping = (): string => JSON.stringify({ method: 'ping' })

export function request(method: 'subscribe' | 'unsubscribe', params: object, number: number): string {
  return JSON.stringify({ method, params, req_id: number })
}

const answered = z.looseObject({ method: z.string(), success: z.boolean(), error: z.string().optional() })
const numbered = z.looseObject({ req_id: integer })
const statusSchema = z.object({ data: z.array(z.looseObject({ system: z.string() })) })
export const channelSchema = z.looseObject({ channel: id })

/** Errors that concern the socket, or its token, rather than one topic. */
const ofSocket = /^(Exceeded msg rate|Already subscribed|ESession:|EAPI:|EGeneral:|EService:)/
/** Of these: what another socket with the same key would hear, too. */
const ofKey = /^(EGeneral:Permission denied|EAPI:Invalid key)/

/** An answer to a request; null: it is none. */
export function readAnswer(message: unknown): readonly Incoming[] | null {
  const answer = answered.safeParse(message).data
  if (answer === undefined) return z.object({ method: z.literal('pong') }).safeParse(message).success ? [] : null
  const number = numbered.safeParse(message).data?.req_id
  if (answer.success) {
    return answer.method === 'subscribe' && number !== undefined ? [{ kind: 'accepted', of: { number } }] : []
  }
  // What is no longer subscribed to is what was wanted.
  if (answer.method === 'unsubscribe') return []
  const reason = answer.error ?? 'refused'
  if (number === undefined || ofSocket.test(reason)) return [{ kind: 'unwelcome', reason, forGood: ofKey.test(reason) }]
  return [{ kind: 'refused', of: { number }, reason }]
}

/**
 * Reads `status` messages of one socket. The first says how things stand, and Kraken may be in maintenance for long:
 * only one that begins while the socket is open says that the socket will go.
 */
export function statusReader(): (message: unknown) => readonly Incoming[] {
  let before: string | null = null
  return (message) => {
    const system = statusSchema.safeParse(message).data?.data.at(-1)?.system ?? null
    const begins = before !== null && before !== 'maintenance' && system === 'maintenance'
    before = system ?? before
    return begins ? [{ kind: 'leaving', reason: 'maintenance' }] : [{ kind: 'alive' }]
  }
}
