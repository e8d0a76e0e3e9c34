import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import type { CallInput, CallName, CallResult, Panel, PanelEvent } from '../../src-shared/contract.ts'
import { failure, saidAfterSilence } from '../../src-shared/panel-over-http.ts'

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

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    return this.#now?.call(name, input) ?? Promise.resolve(failure('retryable', 'panel.unreachable'))
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
