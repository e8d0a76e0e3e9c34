import { saidAfterSilence, writes } from '../src-shared/call-names.ts'
import type { CallName, CallResult, Panel, PanelEvent } from '../src-shared/contract.ts'
import type { ErrorClass } from '../src-shared/errors.ts'
import type { MessageKey } from '../src-shared/messages/index.ts'
import { pageSecret } from '../src-shared/panel-page.ts'
import { setConnection } from './connection.ts'
import { takePageSecret } from './page-secret.ts'

const readTimeoutMs = 60_000
const writeTimeoutMs = 180_000
const firstDelayMs = 500
const longestDelayMs = 15_000

function failure(errorClass: ErrorClass, key: MessageKey): CallResult<CallName> {
  return { ok: false, error: { class: errorClass, text: { key, params: {} }, field: null, exchange: null } }
}

/** The panel for an ordinary browser: `POST /call/<name>` and a WebSocket at `/events`, both on this page's own origin. */
export class HttpPanel implements Panel {
  readonly #listeners = new Set<(event: PanelEvent) => void>()
  #socket: WebSocket | null = null
  #attempts = 0
  readonly #secret = takePageSecret()

  async call(name: string, input: unknown): Promise<CallResult<CallName>> {
    const isWrite = writes(name)
    try {
      const response = await fetch(`/call/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [pageSecret.header]: this.#secret },
        body: JSON.stringify(input),
        credentials: 'same-origin',
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(isWrite ? writeTimeoutMs : readTimeoutMs),
      })
      if (response.status === 401) {
        setConnection('unauthorised')
        return failure('auth', 'error.not_trusted')
      }
      return (await response.json()) as CallResult<CallName>
    } catch {
      return isWrite
        ? failure('unknown-outcome', 'panel.write_unconfirmed')
        : failure('retryable', 'panel.unreachable')
    }
  }

  /** Ends every browser's session, this one's too. */
  async signOutAll(): Promise<void> {
    await fetch('/sign-out', {
      method: 'POST',
      headers: { [pageSecret.header]: this.#secret },
      credentials: 'same-origin',
      cache: 'no-store',
    })
    setConnection('unauthorised')
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    this.#listeners.add(listener)
    if (this.#socket === null) this.#connect()
    return () => this.#listeners.delete(listener)
  }

  #connect(): void {
    const address = new URL('/events', window.location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(
      address,
      [pageSecret.protocol, this.#secret].filter((each) => each !== ''),
    )
    this.#socket = socket
    socket.addEventListener('open', () => {
      const wasLost = this.#attempts > 0
      this.#attempts = 0
      setConnection('connected')
      if (wasLost) for (const event of saidAfterSilence) this.#tell(event)
    })
    socket.addEventListener('message', (message: MessageEvent<unknown>) => {
      if (typeof message.data === 'string') this.#tell(JSON.parse(message.data) as PanelEvent)
    })
    socket.addEventListener('close', () => {
      setConnection('lost')
      const delay = Math.min(firstDelayMs * 2 ** this.#attempts, longestDelayMs)
      this.#attempts += 1
      setTimeout(() => this.#connect(), delay * (0.75 + Math.random() / 2))
    })
  }

  #tell(event: PanelEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
