import type { RawReply, RawRequest } from '../raw-http.ts'

/** Whom a message is for: everybody who asked for a market, or the owner of an account. */
export type Audience = 'market' | 'account'

/** One open socket as the exchange sees it. Messages are whole texts; what is sent leaves before the turn ends. */
export interface StreamLink {
  readonly request: RawRequest
  /** Answers what came in, before anything that is pushed in the same turn (unless control wants it after). */
  answer(text: string): void
  /**
   * Carries out a request that is answered with one text: counts it and lets the faults of requests (control `POST
   * /faults`, method `WS`, path `name`) have their way with it. `instead` words an answer that a fault prescribes.
   */
  carryOut(name: string, text: string, process: () => string, instead: (status: number, body: string) => string): void
  /** Tells unasked. `topic` is what control's faults match. */
  push(topic: string, text: string, audience: Audience): void
  /** A ping frame. */
  ping(payload: string): void
  /** Says goodbye with a close frame, after what was sent. */
  close(code: number, reason: string): void
  /** Breaks off. */
  cut(): void
}

/** What an exchange does with one socket. */
export interface StreamSession {
  /** A text frame has come. */
  message(text: string): void
  /** A ping frame (the host has answered it) or a pong frame has come. */
  frame(kind: 'ping' | 'pong', payload: string): void
  /** It is over; called once. */
  closed(): void
  /** What it is subscribed to, in the exchange's words. */
  topics(): readonly string[]
  /** Says what the exchange says before it goes down or into maintenance. */
  notice(): void
  /** The credentials that it was opened or subscribed with run out. */
  expire(): void
}

/** Takes over the socket of a request that was admitted. */
export type StreamOpener = (link: StreamLink) => StreamSession

/** The answer to a request to speak WebSocket: refused over HTTP, or taken over. */
export type StreamAnswer = { readonly refused: RawReply } | { readonly open: StreamOpener }

export const refused = (status: number, body: string, headers: RawReply['headers'] = {}): StreamAnswer => ({
  refused: { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body },
})
