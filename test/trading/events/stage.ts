import { onTestFinished } from 'vitest'
import { type Clock, silentLogger } from '../../../src-main/infra/clock.ts'
import { TradeEvents } from '../../../src-main/trading/events/trade-events.ts'
import type { Journal } from '../../../src-main/trading/journal.ts'
import type { OrderDesk } from '../../../src-main/trading/order-desk.ts'
import type { Balance } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'

interface On {
  readonly journal: Journal
  readonly desk: OrderDesk
  readonly clock: Clock
}

/** What happens on a desk; closed when the test is over. */
export function eventsOn({ journal, desk, clock }: On): TradeEvents {
  const memberOf = desk.memberOf.bind(desk)
  const events = new TradeEvents({ journal, memberOf, clock, logger: silentLogger })
  onTestFinished(() => events.close())
  desk.subscribe((event) => events.heed(event))
  return events
}

/** All of an asset, and nothing of it in orders. */
export function free(asset: string, amount: string): Balance {
  const total = Money.parse(amount)
  return { asset, available: total, held: Money.zero, total, elsewhere: [] }
}
