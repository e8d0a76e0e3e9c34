import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import {
  type CallInput,
  type CallName,
  type CallResult,
  type Panel,
  type PanelEvent,
  type WatchInput,
  type WatchName,
  type WatchTold,
} from '../../src-shared/contract.ts'
import { Listeners } from '../../src-shared/listeners.ts'
import { failure, saidAfterSilence } from '../../src-shared/panel-over-http.ts'

/** The panel of whichever gateway runs now; between two of them it answers as a gateway that is out of reach. */
export class LivePanel implements Panel {
  readonly #listeners = new Listeners<[PanelEvent]>()
  readonly #watches = new Set<{ readonly begin: (panel: Panel) => void }>()
  #now: RemotePanel | null = null
  #stopListening = (): void => undefined

  /** @param address what a starting gateway prints, with its one-time token */
  async moveTo(address: string): Promise<void> {
    const next = await RemotePanel.connect(address)
    await this.close()
    this.#now = next
    this.#stopListening = next.subscribe((event) => this.#listeners.tell(event))
    for (const watch of this.#watches) watch.begin(next)
    for (const event of saidAfterSilence) this.#listeners.tell(event)
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    if (this.#now !== null) return this.#now.call(name, input)
    return Promise.resolve(failure('retryable', 'panel.unreachable'))
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    return this.#listeners.add(listener)
  }

  watch<Name extends WatchName>(
    name: Name,
    input: WatchInput<Name>,
    listener: (told: WatchTold<Name>) => void,
  ): () => void {
    let stop = (): void => undefined
    const watch = {
      begin: (panel: Panel) => {
        stop = panel.watch(name, input, listener)
      },
    }
    this.#watches.add(watch)
    if (this.#now !== null) watch.begin(this.#now)
    return () => {
      this.#watches.delete(watch)
      stop()
    }
  }

  async close(): Promise<void> {
    this.#stopListening()
    await this.#now?.close()
    this.#now = null
  }
}
