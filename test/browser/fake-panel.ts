import type {
  CallInput,
  CallName,
  CallResult,
  Panel,
  PanelEvent,
  WatchInput,
  WatchName,
  WatchTold,
} from '../../src-shared/contract.ts'

/** A panel that answers every call with its own name and input, and keeps what it was asked. */
export class FakePanel implements Panel {
  readonly asked: { readonly name: string; readonly input: unknown }[] = []
  /** What is watched now. */
  readonly watches = new Set<{
    readonly name: WatchName
    readonly input: unknown
    readonly tell: (told: WatchTold<WatchName>) => void
  }>()
  readonly #listeners = new Set<(event: PanelEvent) => void>()

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    this.asked.push({ name, input })
    return Promise.resolve({ ok: true, value: { name, input } as never })
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  watch<Name extends WatchName>(
    name: Name,
    input: WatchInput<Name>,
    listener: (told: WatchTold<Name>) => void,
  ): () => void {
    const watch = { name, input, tell: listener as (told: WatchTold<WatchName>) => void }
    this.watches.add(watch)
    return () => this.watches.delete(watch)
  }

  tell(event: PanelEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  get listeners(): number {
    return this.#listeners.size
  }
}
