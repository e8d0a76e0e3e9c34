/** What becomes of a pushed message. `swap`: it comes after the next one of its topic. */
export type PushFault =
  | { readonly kind: 'drop' | 'duplicate' | 'swap' | 'spoil_checksum' }
  | { readonly kind: 'delay'; readonly delayMs: number }

/** Null matches anything; a topic with `*` at its end matches what begins so. */
export interface StreamMatch {
  readonly exchange: string | null
  readonly topic: string | null
}

interface PushRule extends StreamMatch {
  readonly fault: PushFault
  skip: number
  left: number
}

interface RefusalRule {
  readonly exchange: string | null
  readonly status: number
  left: number
}

/** Faults of streams that were ordered and have not happened yet; the first that matches decides. */
export class StreamFaults {
  #pushes: PushRule[] = []
  #refusals: RefusalRule[] = []

  /** Lets the first `skip` matching messages pass, then spoils the next `count`. */
  addPush(match: StreamMatch, fault: PushFault, skip: number, count: number): void {
    this.#pushes.push({ ...match, fault, skip, left: count })
  }

  /** Answers the next `count` requests to open a socket with that HTTP status. */
  addRefusal(exchange: string | null, status: number, count: number): void {
    this.#refusals.push({ exchange, status, left: count })
  }

  clear(): void {
    this.#pushes = []
    this.#refusals = []
  }

  get left(): number {
    return [...this.#pushes, ...this.#refusals].reduce((sum, rule) => sum + rule.left, 0)
  }

  takePush(exchange: string, topic: string): PushFault | null {
    for (const rule of this.#pushes) {
      if (!matchesStream(rule, exchange, [topic])) continue
      if (rule.skip > 0) {
        rule.skip -= 1
        continue
      }
      rule.left -= 1
      this.#pushes = this.#pushes.filter((each) => each.left > 0)
      return rule.fault
    }
    return null
  }

  takeRefusal(exchange: string): number | null {
    const rule = this.#refusals.find((each) => each.exchange === null || each.exchange === exchange)
    if (rule === undefined) return null
    rule.left -= 1
    this.#refusals = this.#refusals.filter((each) => each.left > 0)
    return rule.status
  }
}

/** Whether an exchange, and one of the topics where one is asked for, match. */
export function matchesStream(match: StreamMatch, exchange: string, topics: readonly string[]): boolean {
  const { exchange: wanted, topic } = match
  if (wanted !== null && wanted !== exchange) return false
  if (topic === null) return true
  return topics.some((each) => (topic.endsWith('*') ? each.startsWith(topic.slice(0, -1)) : each === topic))
}

/** The message with another checksum, where it has one. */
export function withWrongChecksum(text: string): string {
  return text.replace(/"checksum":(-?\d+)/, (_, sum: string) => `"checksum":${sum.endsWith('7') ? '1' : '7'}`)
}
