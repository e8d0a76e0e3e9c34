import { type CallInput, type CallName, type CallResult, contract, type Panel, type PanelEvent } from './contract.ts'
import type { ErrorClass, ErrorView } from './errors.ts'
import { Listeners } from './listeners.ts'
import type { MessageKey } from './messages/index.ts'

/** How long an answer is waited for. A write may have to find out what became of an order. */
const patienceMs = { read: 60_000, write: 180_000 }

/** What the caller of a lost line knows: of a read that it may ask again, of a write nothing. */
const lost = {
  read: failure('retryable', 'panel.unreachable'),
  write: failure('unknown-outcome', 'panel.write_unconfirmed'),
}

/** What a window that was cut off is told when it is back: all that may have been said was missed. */
export const saidAfterSilence: readonly PanelEvent[] = [
  { type: 'settings-changed' },
  { type: 'accounts-changed' },
  { type: 'gateway-changed' },
  { type: 'guard-changed' },
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
  #isListening = false

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    const { effect } = contract[name]
    try {
      return (await this.post(`/call/${name}`, JSON.stringify(input), patienceMs[effect])) as CallResult<Name>
    } catch {
      return lost[effect]
    }
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    const stop = this.#listeners.add(listener)
    if (!this.#isListening) this.listen()
    this.#isListening = true
    return stop
  }

  /** Sends a call's input, once, and gives the JSON value of its answer. @throws when there is none in time. */
  protected abstract post(path: string, body: string, timeoutMs: number): Promise<unknown>

  /**
   * Connects to the events for good: {@link hear} is called with each text, {@link isBack} whenever a lost line is
   * there again.
   */
  protected abstract listen(): void

  protected hear(text: string): void {
    let event
    try {
      event = JSON.parse(text) as PanelEvent
    } catch {
      return // Not an event of ours.
    }
    this.#listeners.tell(event)
  }

  protected isBack(): void {
    for (const event of saidAfterSilence) this.#listeners.tell(event)
  }
}
