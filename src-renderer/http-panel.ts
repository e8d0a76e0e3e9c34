import { backoffMs, withJitter } from '../src-shared/backoff.ts'
import { failure, PanelOverHttp } from '../src-shared/panel-over-http.ts'
import { pageSecret } from '../src-shared/panel-page.ts'
import { setConnection } from './connection.ts'
import { takePageSecret } from './page-secret.ts'

const again = { firstMs: 500, longestMs: 15_000 }

/** The panel for an ordinary browser, on this page's own origin. */
export class HttpPanel extends PanelOverHttp {
  #attempts = 0
  #socket: WebSocket | null = null
  readonly #secret = takePageSecret()

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

  protected async post(path: string, body: string, timeoutMs: number): Promise<unknown> {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [pageSecret.header]: this.#secret },
      body,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 401) {
      setConnection('unauthorised')
      return failure('auth', 'error.not_trusted')
    }
    return response.json()
  }

  protected listen(): void {
    const address = new URL('/events', window.location.href)
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(
      address,
      [pageSecret.protocol, this.#secret].filter((each) => each !== ''),
    )
    this.#socket = socket
    socket.addEventListener('open', () => {
      this.#attempts = 0
      setConnection('connected')
      this.isThere()
    })
    socket.addEventListener('message', (message: MessageEvent<unknown>) => {
      if (typeof message.data === 'string') this.hear(message.data)
    })
    socket.addEventListener('close', () => {
      setConnection('lost')
      this.isLost()
      this.#attempts += 1
      setTimeout(() => this.listen(), withJitter(backoffMs(this.#attempts, again)))
    })
  }

  protected say(text: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text)
  }
}
