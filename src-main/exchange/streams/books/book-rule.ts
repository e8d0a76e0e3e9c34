import type { BookChanges, LevelsView } from './book-levels.ts'

/** What a message means to a book that stands where `state` says. */
export type BookStep<State> =
  /** Nothing that the book does not have already, or nothing to build on yet. */
  | { readonly kind: 'skip' }
  /** Something between the book and this message was lost. */
  | { readonly kind: 'gap'; readonly why: string }
  /** The whole book. */
  | ({ readonly kind: 'reset'; readonly state: State } & BookChanges)
  /** What has changed. */
  | ({ readonly kind: 'change'; readonly state: State } & BookChanges)

/** Which market a message is of, in the exchange's own words. */
export interface BookMessage {
  readonly nativeId: string
}

/** An exchange's rule of how its order book is kept from its stream. Pure. */
interface AnyBookRule<State, Message extends BookMessage> {
  /**
   * The messages of a payload of the book's channel, which `parseJson` has read, so that its numbers are text. null: it
   * is none, or of a shape that we do not understand.
   */
  readonly read: (payload: unknown) => readonly Message[] | null
  /** @param state null: there is no book yet. */
  readonly step: (state: State | null, message: Message) => BookStep<State>
  /** Whether the book after the whole message is the exchange's, by the message's checksum. */
  readonly verify?: (levels: LevelsView, message: Message) => boolean
  /** Levels a side beyond which the exchange says nothing any more. */
  readonly depth?: number
  /**
   * After how many milliseconds the book is to be fetched anew, where nothing in the messages would show that one was
   * lost.
   */
  readonly renewMs?: number
}

/** The stream begins with the whole book. */
export interface StreamBookRule<State, Message extends BookMessage> extends AnyBookRule<State, Message> {
  readonly begins: 'stream'
}

/** The whole book comes over REST, and the stream continues it; it may send a whole one, too. */
export interface RestBookRule<State, Message extends BookMessage> extends AnyBookRule<State, Message> {
  readonly begins: 'rest'
  /**
   * A REST answer, read by `parseJson` or `parseLargeJson`. null: of a shape that we do not understand.
   *
   * @param limit how many levels a side were asked for; null: all of them.
   */
  readonly readSnapshot: (answer: unknown, limit: number | null) => BookSnapshot | null
  /**
   * Where a book of this snapshot stands. `too-old`: the book had come further before it was asked for, or what happened
   * between it and the first of the messages that wait is lost; another is to be fetched.
   *
   * @param first null: none waits. @param floor where the book stood when the snapshot was asked for; null: nowhere.
   */
  readonly begin: (snapshot: BookSnapshot, first: Message | null, floor: State | null) => State | 'too-old'
}

export type BookRule<State, Message extends BookMessage> = StreamBookRule<State, Message> | RestBookRule<State, Message>

/** The whole book as REST tells it. */
export interface BookSnapshot extends BookChanges {
  readonly sequence: bigint
  /** How many levels a side were asked for; null: all of them. */
  readonly limit: number | null
}
