import type { VenueStreams } from '../core/native-exchange.ts'
import { StreamLine, type LineOptions, type LineStanding } from '../streams/line.ts'
import type { SocketRequests } from '../streams/requests.ts'

/** A venue's socket for orders, open as long as an account there has its orders go over it. */
export class OrderLine {
  readonly #line: StreamLine
  readonly #requests: SocketRequests
  /** When orders began, or ceased, to go over it, epoch ms. */
  #turnedAt: number

  constructor(
    { protocol, requests }: Required<VenueStreams>['orders'],
    options: Pick<LineOptions, 'openSocket' | 'clock' | 'logger' | 'connects' | 'changed'>,
  ) {
    this.#requests = requests
    this.#turnedAt = options.clock.now()
    requests.changed = () => {
      this.#turnedAt = options.clock.now()
      options.changed()
    }
    this.#line = new StreamLine({ ...options, protocol })
  }

  /** `live`: orders go over the socket at this moment; whatever else it is, they go over HTTP. */
  get standing(): LineStanding {
    const { standing } = this.#line
    const { isOpen, left: reason } = this.#requests
    if (standing.state.kind !== 'live' || isOpen) return standing
    const since = Math.max(standing.since, this.#turnedAt)
    return { ...standing, since, state: reason === null ? { kind: 'connecting' } : { kind: 'down', reason } }
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
