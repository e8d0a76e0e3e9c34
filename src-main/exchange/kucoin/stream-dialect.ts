import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { id, parseJson } from '../http/json.ts'
import type { Dialect, Incoming, StreamProtocol } from '../streams/protocol.ts'
import type { SocketToken } from './schemas.ts'

/** What public and private sockets of classic KuCoin have in common. Source: docs/exchanges/streams.md §3.1. */

/** KuCoin takes thirty a minute from one IP address; others may live there, too. */
export const connectPace = { most: 20, perMs: 60_000 }

export const commonProtocol: Omit<StreamProtocol, 'connect' | 'topicsPerSocket'> = {
  // It wants one each 18 s.
  pingEveryMs: 10_000,
  // Token and socket live a day.
  lifeMs: 23 * 3_600_000,
  // A hundred in ten seconds are allowed.
  pace: { most: 80, perMs: 10_000 },
  // Several symbols of a topic would fit into one message, but what is refused of them is not said.
  topicsPerMessage: 1,
}

/** Speaks on a socket opened with a token that is good for it alone. */
export function dialectOf({ token, instanceServers: [{ endpoint }] }: SocketToken, isPrivate: boolean): Dialect {
  const query = new URLSearchParams({ token, connectId: randomUUID() })
  const ask = (type: 'subscribe' | 'unsubscribe', [topic]: readonly string[], number: number): string =>
    JSON.stringify({ id: String(number), type, topic, privateChannel: isPrivate, response: true })
  return {
    address: `${endpoint}?${query.toString()}`,
    greets: true,
    ping: () => JSON.stringify({ id: 'ping', type: 'ping' }),
    subscribe: (keys, number) => ask('subscribe', keys, number),
    unsubscribe: (keys, number) => ask('unsubscribe', keys, number),
    read,
  }
}

const typed = z.looseObject({ type: z.string() })
const named = z.looseObject({ id: z.string().regex(/^\d{1,15}$/) })
const messageSchema = z.looseObject({ topic: id })
const errorSchema = z.looseObject({ code: z.string(), data: z.unknown() })

function read(text: string): readonly Incoming[] {
  const message = parseJson(text)
  switch (typed.parse(message).type) {
    case 'message':
      return [{ kind: 'data', key: messageSchema.parse(message).topic, data: message }]
    case 'welcome':
      return [{ kind: 'greeted' }]
    case 'ack': {
      const number = numberOf(message)
      return number === null ? [] : [{ kind: 'accepted', of: { number } }]
    }
    case 'error':
      return [refusalOf(message)]
    default:
      return [{ kind: 'alive' }]
  }
}

function numberOf(message: unknown): number | null {
  const text = named.safeParse(message).data?.id
  return text === undefined ? null : Number(text)
}

/** That a topic is not known, or wrong. Other errors are of the socket or its token, which another one would cure. */
const ofTopic = new Set(['400', '404'])

function refusalOf(message: unknown): Incoming {
  const { code, data } = errorSchema.parse(message)
  const reason = `${code} ${typeof data === 'string' ? data : ''}`.trim()
  const number = numberOf(message)
  if (number !== null && ofTopic.has(code)) return { kind: 'refused', of: { number }, reason }
  // A key without the right to see its account.
  return { kind: 'unwelcome', reason, forGood: code === '403' }
}
