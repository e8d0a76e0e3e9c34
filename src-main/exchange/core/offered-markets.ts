import type { Market } from '../../../src-shared/market.ts'
import { type Switchable, withoutSwitchedOff } from '../../../src-shared/switched-off.ts'

type Markets = ReadonlyMap<string, Market>

/**
 * Markets without what an account may not use, made once for each list and each choice: they are asked for with every
 * order.
 */
export class OfferedMarkets {
  #last: { readonly all: Markets; readonly off: string; readonly offered: Markets } | null = null

  of(all: Markets, off: readonly Switchable[]): Markets {
    if (off.length === 0) return all
    const key = off.join()
    if (this.#last?.all !== all || this.#last.off !== key) {
      const offered = new Map(
        [...all].map(([symbol, market]) => [
          symbol,
          { ...market, capabilities: withoutSwitchedOff(market.capabilities, off) },
        ]),
      )
      this.#last = { all, off: key, offered }
    }
    return this.#last.offered
  }
}
