import { silentLogger } from '../../../src-main/exchange/core/venue.ts'
import { StreamLine } from '../../../src-main/exchange/streams/line.ts'
import { Paced } from '../../../src-main/exchange/streams/paced.ts'
import type {
  Dialect,
  Incoming,
  StreamProtocol,
  StreamTopic,
  TopicReader,
  TopicSink,
} from '../../../src-main/exchange/streams/protocol.ts'
import type { OpenSocket, SocketEnd, SocketEvents } from '../../../src-main/exchange/streams/socket.ts'
import { FakeClock } from '../../support/fake-clock.ts'

/** One socket of which a test is the other side. */
export interface ScriptedSocket {
  readonly address: string
  readonly sent: string[]
  readonly pings: () => number
  readonly isCut: () => boolean
  open(): void
  say(message: object): void
  /** What a ping frame brings. */
  pong(): void
  fall(end?: Partial<SocketEnd>): void
}

export function scriptedSockets(): { readonly open: OpenSocket; readonly sockets: ScriptedSocket[] } {
  const sockets: ScriptedSocket[] = []
  const open: OpenSocket = (address, events: SocketEvents) => {
    const sent: string[] = []
    let pings = 0
    let cut = false
    sockets.push({
      address,
      sent,
      pings: () => pings,
      isCut: () => cut,
      open: () => events.opened(),
      say: (message) => events.text(JSON.stringify(message)),
      pong: () => events.frame(),
      fall: (end = {}) => events.closed({ reason: 'reset', status: null, retryAfterMs: null, ...end }),
    })
    return {
      send: (text) => {
        sent.push(text)
        return true
      },
      ping: () => {
        pings += 1
      },
      cut: () => {
        cut = true
      },
    }
  }
  return { open, sockets }
}

/** Words of an exchange that exists in these tests only. */
type Word =
  | { readonly hello: true }
  | { readonly ok: number }
  | { readonly no: number; readonly why: string }
  | { readonly topic: string; readonly value: string }
  | { readonly leaving: string }
  | { readonly unwelcome: string; readonly forGood: boolean }

function meaning(word: Word): Incoming {
  if ('hello' in word) return { kind: 'greeted' }
  if ('ok' in word) return { kind: 'accepted', of: { number: word.ok } }
  if ('no' in word) return { kind: 'refused', of: { number: word.no }, reason: word.why }
  if ('topic' in word) return { kind: 'data', key: word.topic, data: word.value }
  if ('leaving' in word) return { kind: 'leaving', reason: word.leaving }
  return { kind: 'unwelcome', reason: word.unwelcome, forGood: word.forGood }
}

export function toyProtocol(changes: Partial<StreamProtocol & Pick<Dialect, 'greets'>> = {}): StreamProtocol {
  const { greets = false, ...protocol } = changes
  return {
    connect: () =>
      Promise.resolve({
        address: 'wss://exchange.test',
        greets,
        ping: null,
        subscribe: (keys, number) => JSON.stringify({ subscribe: keys, number }),
        unsubscribe: (keys, number) => JSON.stringify({ unsubscribe: keys, number }),
        read: (text) => [meaning(JSON.parse(text) as Word)],
      }),
    pingEveryMs: 10_000,
    lifeMs: 86_400_000,
    pace: { most: 100, perMs: 1_000 },
    topicsPerMessage: 10,
    topicsPerSocket: 100,
    ...protocol,
  }
}

/** A topic that notes what its readers are told; the newest reader's sink is at hand. */
export function notedTopic(key: string): StreamTopic & { readonly told: string[]; readonly sinks: TopicSink[] } {
  const told: string[] = []
  const sinks: TopicSink[] = []
  return {
    key,
    told,
    sinks,
    open(sink): TopicReader {
      sinks.push(sink)
      const name = `${key}${sinks.length}`
      return {
        accepted: () => {
          told.push(`${name} accepted`)
          sink.state({ kind: 'live' })
        },
        refused: (reason) => void told.push(`${name} refused: ${reason}`),
        take: (data) => {
          if (data === 'broken') throw new Error('cannot be read')
          told.push(`${name} ${String(data)}`)
        },
        speak: () => void told.push(`${name} speaks`),
        close: (why) => void told.push(`${name} closed: ${why}`),
      }
    },
  }
}

export interface LineFixture {
  readonly clock: FakeClock
  readonly line: StreamLine
  readonly sockets: ScriptedSocket[]
  readonly states: string[]
  /** Opens the newest socket and takes what it is asked. */
  readonly welcome: () => ScriptedSocket
}

export function lineFixture(changes: Parameters<typeof toyProtocol>[0] = {}, connects = 100): LineFixture {
  const clock = new FakeClock()
  const { open, sockets } = scriptedSockets()
  const states: string[] = []
  const line: StreamLine = new StreamLine({
    protocol: toyProtocol(changes),
    openSocket: open,
    clock,
    logger: silentLogger,
    connects: new Paced({ most: connects, perMs: 300_000 }, clock.now),
    changed: () => {
      const { state } = line
      states.push('reason' in state ? `${state.kind}: ${state.reason}` : state.kind)
    },
    random: () => 0.5,
  })
  return {
    clock,
    line,
    sockets,
    states,
    welcome() {
      const socket = sockets.at(-1)
      if (socket === undefined) throw new Error('nobody has come')
      socket.open()
      return socket
    },
  }
}

/** The numbers of the messages a socket has sent of a kind. */
export function asked(socket: ScriptedSocket, kind: 'subscribe' | 'unsubscribe' = 'subscribe'): string[][] {
  return socket.sent.flatMap((text) => {
    const message = JSON.parse(text) as Record<string, unknown>
    return Array.isArray(message[kind]) ? [message[kind] as string[]] : []
  })
}

/** Answers every subscription that was not answered yet with yes. */
export function acceptAll(socket: ScriptedSocket, from = 0): void {
  for (const text of socket.sent.slice(from)) {
    const message = JSON.parse(text) as { readonly subscribe?: unknown; readonly number: number }
    if (message.subscribe !== undefined) socket.say({ ok: message.number })
  }
}
