import {
  type CallInput,
  type CallName,
  type CallResult,
  contract,
  type Panel,
  type PanelEvent,
  type WatchInput,
  type WatchName,
  type WatchTold,
} from './contract.ts'
import type { ErrorClass, ErrorView } from './errors.ts'
import { Listeners } from './listeners.ts'
import type { MessageKey } from './messages/index.ts'
import type { WatchAnswered, WatchAsked } from './watch-messages.ts'

/** How long an answer is waited for. A write may have to find out what became of an order. */
const patienceMs = { read: 60_000, write: 180_000 }

/** What the caller of a lost line knows: of a read that it may ask again, of a write nothing. */
const lost = {
  read: failure('retryable', 'panel.unreachable'),
  write: failure('unknown-outcome', 'panel.write_unconfirmed'),
}

/** What a window is told whose line is there after it was not: all that may have been said meanwhile was missed. */
export const saidAfterSilence: readonly PanelEvent[] = [
  { type: 'settings-changed' },
  { type: 'accounts-changed' },
  { type: 'gateway-changed' },
  { type: 'guard-changed' },
  { type: 'streams-changed' },
  { type: 'trade-news' },
]

/** The error that a line itself answers a call with. */
export function failure(errorClass: ErrorClass, key: MessageKey): { readonly ok: false; readonly error: ErrorView } {
  return { ok: false, error: { class: errorClass, text: { key, params: {} }, field: null, exchange: null } }
}

/**
 * The panel of another process over its browser host, from a page or from Node: `POST /call/<name>`, and events over a
 * WebSocket at `/events`.
 */
export abstract class PanelOverHttp implements Panel {
  readonly #listeners = new Listeners<[PanelEvent]>()
  readonly #watches = new Map<number, Watch>()
  #watched = 0
  #isListening = false
  #isOpen = false
  /** Whether something that was answered may have changed while nothing was heard. */
  #mayHaveMissed = false

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    const { effect } = contract[name]
    try {
      return (await this.post(`/call/${name}`, JSON.stringify(input), patienceMs[effect])) as CallResult<Name>
    } catch {
      return lost[effect]
    } finally {
      if (!this.#isOpen) this.#mayHaveMissed = true
    }
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    const stop = this.#listeners.add(listener)
    this.#listenNow()
    return stop
  }

  watch<Name extends WatchName>(
    name: Name,
    input: WatchInput<Name>,
    listener: (told: WatchTold<Name>) => void,
  ): () => void {
    this.#watched += 1
    const watch = this.#watched
    this.#watches.set(watch, {
      asked: { watch, name, input },
      tell: (told) => listener(told as WatchTold<Name>),
    })
    this.#listenNow()
    this.say(JSON.stringify({ watch, name, input } satisfies WatchAsked))
    return () => {
      this.#watches.delete(watch)
      this.say(JSON.stringify({ unwatch: watch } satisfies WatchAsked))
    }
  }

  #listenNow(): void {
    if (!this.#isListening) this.listen()
    this.#isListening = true
  }

  /** Sends a call's input, once, and gives the JSON value of its answer. @throws when there is none in time. */
  protected abstract post(path: string, body: string, timeoutMs: number): Promise<unknown>

  /**
   * Connects to the events for good: {@link isThere} is called whenever the line is open, {@link hear} with each text,
   * {@link isLost} whenever it is lost.
   */
  protected abstract listen(): void

  /** Says something to the other side; nothing while the line is not open. */
  protected abstract say(text: string): void

  protected hear(text: string): void {
    let message
    try {
      message = JSON.parse(text) as PanelEvent | WatchAnswered
    } catch {
      return // Not of ours.
    }
    if ('watch' in message) this.#watches.get(message.watch)?.tell(message.told)
    else this.#listeners.tell(message)
  }

  protected isThere(): void {
    this.#isOpen = true
    for (const { asked } of this.#watches.values()) this.say(JSON.stringify(asked))
    if (!this.#mayHaveMissed) return
    this.#mayHaveMissed = false
    for (const event of saidAfterSilence) this.#listeners.tell(event)
  }

  protected isLost(): void {
    if (this.#isOpen) this.#mayHaveMissed = true
    this.#isOpen = false
    const told = { kind: 'state', state: { kind: 'stale', why: 'the line to the gateway is lost' } } as const
    for (const { tell } of this.#watches.values()) tell(told)
  }
}

interface Watch {
  readonly asked: WatchAsked
  readonly tell: (told: WatchTold<WatchName>) => void
}
