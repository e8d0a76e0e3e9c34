/**
 * How an exchange's streams speak, as the engine of this folder needs to know it. Each exchange's `streams.ts` tells
 * it; nothing here knows an exchange.
 */

/** One subscription, by the exchange's own name for it. */
export interface StreamTopic {
  /** What the exchange marks the topic's data with: no two topics of a socket have the same. */
  readonly key: string
  /** Of topics with the same word here a socket carries one; missing: it goes with any other. */
  readonly apart?: string
  /** Made anew for each socket that carries the topic. */
  open(sink: TopicSink): TopicReader
}

/** What a reader may tell and ask for. */
export interface TopicSink {
  /** The reader has what its subscribers need, or (again) has not, and why. */
  state(state: TopicState): void
  /** Subscribe anew on this socket: the reader starts from nothing, as a new one. */
  resubscribe(why: string): void
  /** Asks for another socket in place of this one, which answers but does not serve. Ask once. */
  renew(why: string): void
  /** Says something of its own on this socket. @returns false: nothing of it has left, nor will */
  say(text: string): boolean
}

/** `live`: what is told is the exchange's present state; else why it is not. */
export type TopicState = { readonly kind: 'live' } | { readonly kind: 'stale'; readonly why: string }

/** Reads one topic on one socket. */
export interface TopicReader {
  /** The exchange took the subscription: from here on nothing is missed. */
  accepted(): void
  /** It did not. */
  refused(reason: string): void
  /** @param data the message's own part of what {@link Dialect.read} told. @throws when it cannot be read */
  take(data: unknown): void
  /** Of two sockets that carry the topic this one speaks from now on: it tells what it knows. */
  speak(): void
  /**
   * The socket is no longer wanted: another one has taken its place, or nobody wants the topic. What it still waits for;
   * null or missing: nothing.
   */
  finish?(): Promise<void> | null
  /** The last it hears; it tells nothing afterwards but that its topic is no longer live, where it was the speaker. */
  close(why: string): void
}

/** What a text of the exchange means. */
export type Incoming =
  /** It lives; nothing else. */
  | { readonly kind: 'alive' }
  /** What a socket has to hear before it is asked for anything: a welcome, a login that worked. */
  | { readonly kind: 'greeted' }
  /** Topics that are carried from now on: all of the message of that number, or one by its key. */
  | { readonly kind: 'accepted'; readonly of: Asked }
  | { readonly kind: 'refused'; readonly of: Asked; readonly reason: string }
  | { readonly kind: 'data'; readonly key: string; readonly data: unknown }
  /** The exchange is about to close the socket. */
  | { readonly kind: 'leaving'; readonly reason: string }
  /** The exchange will not serve this socket. `forGood`: nor another one with the same key. */
  | { readonly kind: 'unwelcome'; readonly reason: string; readonly forGood: boolean }

export type Asked = { readonly number: number } | { readonly key: string }

/** How to speak on one socket. */
export interface Dialect {
  readonly address: string
  /** Sent as soon as it is open; missing: nothing. */
  readonly hello?: () => string
  /** Whether to wait for `greeted`. */
  readonly greets: boolean
  /** Keeps the socket open and asks for a sign of life; null: a WebSocket ping frame does. */
  readonly ping: (() => string) | null
  subscribe(keys: readonly string[], number: number): string
  unsubscribe(keys: readonly string[], number: number): string
  read(text: string): readonly Incoming[]
}

/** What holds for all sockets of one kind at an exchange. Times in ms. */
export interface StreamProtocol {
  /** Asked before each socket: addresses and tokens may be good for one alone. @throws when it cannot be told now */
  connect(): Promise<Dialect>
  /** A ping each so long; the exchange's own demand or less. */
  readonly pingEveryMs: number
  /** After how long a new socket takes the place of one, before the exchange cuts it. */
  readonly lifeMs: number
  /** After so many quick reconnects in a row each further one waits this long at least; missing: it grows by itself. */
  readonly hasty?: { readonly most: number; readonly thenMs: number }
  /** What may be sent, pings among it. */
  readonly pace: Pace
  /** Topics of one message. */
  readonly topicsPerMessage: number
  /** Topics of one socket. */
  readonly topicsPerSocket: number
}

/** At most `most` within any `perMs`. */
export interface Pace {
  readonly most: number
  readonly perMs: number
}
