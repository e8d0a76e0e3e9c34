import type {
  CallInput,
  CallName,
  CallOutput,
  CallResult,
  Panel,
  PanelEvent,
  WatchInput,
  WatchName,
  WatchTold,
} from '../../../src-shared/contract.ts'
import type { ErrorClass, ErrorView } from '../../../src-shared/errors.ts'
import type { MessageKey } from '../../../src-shared/messages/index.ts'

type Answers = { [Name in CallName]?: (input: CallInput<Name>) => CallOutput<Name> | ErrorView }

/**
 * The gateway as a test tells it to be: it answers the calls that it was given answers for, and keeps everything that
 * it was asked.
 */
export class FakePanel implements Panel {
  readonly #asked: { readonly name: string; readonly input: unknown }[] = []
  readonly #listeners = new Set<(event: PanelEvent) => void>()
  readonly #watches = new Set<{ readonly name: WatchName; readonly tell: (told: WatchTold<WatchName>) => void }>()
  #answers: Answers = {}

  /** Adds answers, or replaces them. */
  answers(answers: Answers): this {
    this.#answers = { ...this.#answers, ...answers }
    return this
  }

  /** Forgets what it was asked so far. */
  forget(): void {
    this.#asked.length = 0
  }

  /** What a call was asked with, each time. */
  asked(name: CallName): readonly unknown[] {
    return this.#asked.filter((each) => each.name === name).map(({ input }) => input)
  }

  call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
    this.#asked.push({ name, input })
    const answer = this.#answers[name]?.(input) ?? refusal('error.unknown_channel')
    return Promise.resolve(isRefusal(answer) ? { ok: false, error: answer } : { ok: true, value: answer })
  }

  subscribe(listener: (event: PanelEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Nothing is pushed, unless a test says what ({@link push}). */
  watch<Name extends WatchName>(
    name: Name,
    _input: WatchInput<Name>,
    listener: (told: WatchTold<Name>) => void,
  ): () => void {
    const watch = { name, tell: listener as (told: WatchTold<WatchName>) => void }
    this.#watches.add(watch)
    listener({ kind: 'state', state: { kind: 'refused', why: 'a test' } })
    return () => this.#watches.delete(watch)
  }

  push<Name extends WatchName>(name: Name, told: WatchTold<Name>): void {
    for (const watch of this.#watches) if (watch.name === name) watch.tell(told)
  }

  tell(event: PanelEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

const refusals = new WeakSet<object>()
const isRefusal = (value: unknown): value is ErrorView =>
  typeof value === 'object' && value !== null && refusals.has(value)

/** What a call is answered with that did not succeed. */
export function refusal(
  key: MessageKey,
  about: {
    readonly class?: ErrorClass
    readonly field?: string
    readonly params?: Readonly<Record<string, string>>
  } = {},
): ErrorView {
  const { class: errorClass = 'refused', field = null, params = {} } = about
  const error: ErrorView = { class: errorClass, text: { key, params }, field, exchange: null }
  refusals.add(error)
  return error
}
