import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import { saidAfterSilence } from '../../src-shared/call-names.ts'
import type { CallName, CallResult, Panel, PanelEvent } from '../../src-shared/contract.ts'

/** The panel of whichever gateway runs now; between two of them it answers as a gateway that is out of reach. */
export class LivePanel implements Panel {
  readonly #listeners = new Set<(event: PanelEvent) => void>()
  #now: RemotePanel | null = null
  #stopListening = (): void => undefined

  /** @param address what a starting gateway prints, with its one-time token */
  async moveTo(address: string): Promise<void> {
    const next = await RemotePanel.connect(address)
    await this.close()
    this.#now = next
    this.#stopListening = next.subscribe((event) => this.#tell(event))
    for (const event of saidAfterSilence) this.#tell(event)
  }

  call(name: string, input: unknown): Promise<CallResult<CallName>> {
    if (this.#now !== null) return this.#now.call(name, input)
    const text = { key: 'panel.unreachable', params: {} } as const
    return Promise.resolve({ ok: false, error: { class: 'retryable', text, field: null, exchange: null } })
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async close(): Promise<void> {
    this.#stopListening()
    await this.#now?.close()
    this.#now = null
  }

  #tell(event: PanelEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
