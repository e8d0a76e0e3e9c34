import { StreamLine, type LineOptions, type LineStanding } from './line.ts'
import type { StreamTopic } from './protocol.ts'

/** As many lines as the topics need: an exchange bounds how many one socket carries. */
export class LineGroup {
  readonly #options: LineOptions
  #lines: readonly StreamLine[] = []

  constructor(options: LineOptions) {
    this.#options = options
  }

  get standings(): readonly LineStanding[] {
    return this.#lines.map(({ standing }) => standing)
  }

  add(topic: StreamTopic): void {
    const { topicsPerSocket } = this.#options.protocol
    const room = this.#lines.find((line) => line.topics < topicsPerSocket && line.goesWith(topic))
    const line = room ?? new StreamLine(this.#options)
    if (room === undefined) this.#lines = [...this.#lines, line]
    line.add(topic)
  }

  remove(key: string): void {
    const line = this.#lines.find((each) => each.carries(key))
    line?.remove(key)
    // One that carries nothing is closed; the first is kept for who comes next.
    this.#lines = this.#lines.filter((each, index) => index === 0 || each.topics > 0)
  }

  wake(): void {
    for (const line of this.#lines) line.wake()
  }

  close(): void {
    for (const line of this.#lines) line.close()
    this.#lines = []
  }
}
