import type { VenueStreams } from '../core/native-exchange.ts'
import { StreamLine, type LineOptions, type LineState } from '../streams/line.ts'
import type { SocketRequests } from '../streams/requests.ts'

/** A venue's socket for orders, open as long as an account there has its orders go over it. */
export class OrderLine {
  readonly #line: StreamLine
  readonly #requests: SocketRequests

  constructor(
    { protocol, requests }: Required<VenueStreams>['orders'],
    options: Pick<LineOptions, 'openSocket' | 'clock' | 'logger' | 'connects' | 'changed'>,
  ) {
    this.#requests = requests
    requests.changed = options.changed
    this.#line = new StreamLine({ ...options, protocol })
  }

  /** `live`: orders go over the socket at this moment; whatever else it is, they go over HTTP. */
  get state(): LineState {
    const { state } = this.#line
    return state.kind === 'live' && !this.#requests.isOpen ? { kind: 'connecting' } : state
  }

  /** Whether any account wants it now. What is under way when nobody does is still answered. */
  want(isWanted: boolean): void {
    const { topic } = this.#requests
    if (isWanted === this.#line.carries(topic.key)) return
    if (isWanted) this.#line.add(topic)
    else this.#line.remove(topic.key)
  }

  /** The machine woke up. */
  wake(): void {
    this.#line.wake()
  }

  close(): void {
    this.#line.close()
  }
}
