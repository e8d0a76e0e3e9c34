/** What goes wrong with a matching request. `after`: the exchange has processed it, only the answer suffers. */
export type Fault =
  | { readonly kind: 'drop'; readonly when: 'before' | 'after' }
  | { readonly kind: 'hang'; readonly when: 'before' | 'after' }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'delay'; readonly when: 'before' | 'after'; readonly delayMs: number }
  | {
      readonly kind: 'reply'
      readonly when: 'before' | 'after'
      readonly status: number
      readonly body: string
      readonly headers: Readonly<Record<string, string>>
    }

export interface FaultRule {
  readonly exchange: string | null
  readonly method: string | null
  /** The path without the exchange's prefix, exact or (with a `*` at its end) as it begins; null: any. */
  readonly path: string | null
  /** Text that the query or body must contain; null: any. */
  readonly contains: string | null
  readonly fault: Fault
}

interface ActiveRule extends FaultRule {
  skip: number
  left: number
}

/** Faults that were ordered and have not happened yet. The first matching rule that still has some left decides. */
export class FaultPlan {
  #rules: ActiveRule[] = []

  /** Lets the first `skip` matching requests pass, then spoils the next `count`. */
  add(rule: FaultRule, skip: number, count: number): void {
    this.#rules.push({ ...rule, skip, left: count })
  }

  clear(): void {
    this.#rules = []
  }

  /** How many faults are still to come. */
  get left(): number {
    return this.#rules.reduce((sum, rule) => sum + rule.left, 0)
  }

  /** The fault of this request, which is thereby used up; null: none. */
  take(exchange: string, method: string, path: string, text: string): Fault | null {
    for (const rule of this.#rules) {
      if (!matches(rule, exchange, method, path, text)) continue
      if (rule.skip > 0) {
        rule.skip -= 1
        continue
      }
      rule.left -= 1
      this.#rules = this.#rules.filter((each) => each.left > 0)
      return rule.fault
    }
    return null
  }
}

function matches(rule: FaultRule, exchange: string, method: string, path: string, text: string): boolean {
  return (
    (rule.exchange === null || rule.exchange === exchange) &&
    (rule.method === null || rule.method === method) &&
    (rule.path === null || matchesPath(rule.path, path)) &&
    (rule.contains === null || text.includes(rule.contains))
  )
}

function matchesPath(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern
}
