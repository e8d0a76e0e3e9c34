import { message, spoken } from '../../src-shared/messages/index.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import type { Journal } from '../trading/journal.ts'
import { Newsroom, type NewsroomOptions } from '../trading/news/newsroom.ts'
import { OrderAsker } from '../trading/news/order-asker.ts'
import { type Need, StandingNeeds } from '../trading/news/standing-needs.ts'
import type { OrderDesk } from '../trading/order-desk.ts'

interface Below {
  readonly manager: NativeExchangeManager
  readonly accounts: NewsroomOptions['accounts']
  /** Asked once there is something to tell: the desk stands on this. */
  readonly desk: () => OrderDesk
  readonly journal: Journal
  readonly log: Logger
  readonly changed: () => void
}

/** What tells people of trades. */
export interface NewsParts {
  readonly room: Newsroom
  readonly asker: OrderAsker
  readonly needs: StandingNeeds
}

export function createNewsParts({ manager, accounts, desk, journal, log, changed }: Below): NewsParts {
  const common = { clock: systemClock, logger: log }
  const room = new Newsroom({
    ...common,
    accounts,
    changed,
    priceDecimals: async (accountId, symbol) =>
      (await manager.clientFor(accountId).getMarkets()).get(symbol)?.tickSize.decimals() ?? null,
    withEndings: (accountId, orders) => desk().withEndings(accountId, orders),
    isOurs: (accountId, orderId) => journal.symbolOf(accountId, orderId) !== null,
    isUnderWay: (accountId, clientOrderId) => desk().isUnderWay(accountId, clientOrderId),
  })
  const asker = new OrderAsker({
    ...common,
    clientFor: (id) => manager.clientFor(id),
    isOver: (accountId, orderId) => room.isOver(accountId, orderId),
    found: (accountId, order) => desk().tookNotice(accountId, [order], 'asked'),
  })
  const needs = new StandingNeeds({
    ...common,
    list: () => needsOf(desk()),
    told: (need) => room.sawNeed(need),
  })
  return { room, asker, needs }
}

function needsOf({ brackets, guard }: OrderDesk): readonly Need[] {
  const troubles = brackets.troubles().map(({ bracket: { id, accountId, symbol }, text }): Need => ({
    key: `${id} ${text.key}`,
    what: 'alarm',
    about: id,
    accountId,
    symbol,
    text,
  }))
  const approvals = guard.approvals.list().map(({ id, accountId, request: { symbol, side } }): Need => ({
    key: `approval ${id}`,
    what: 'approval',
    about: id,
    accountId,
    symbol,
    text: message('news.approval', { side: spoken(`news.side.${side}`) }),
  }))
  return [...troubles, ...approvals]
}
