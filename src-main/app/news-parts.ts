import { message, spoken } from '../../src-shared/messages/index.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import type { Logger } from '../infra/log.ts'
import type { Journal } from '../trading/journal.ts'
import { Newsroom, type NewsroomOptions } from '../trading/news/newsroom.ts'
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
    isOurs: (accountId, orderId) => journal.symbolOf(accountId, orderId) !== null,
    isUnderWay: (accountId, clientOrderId) => desk().isUnderWay(accountId, clientOrderId),
    isInDoubt: (journalId) => !journal.isSettled(journalId),
    leftOf: (bracketId) => desk().brackets.leftOf(bracketId),
  })
  const needs = new StandingNeeds({
    ...common,
    list: () => needsOf(desk()),
    told: (need) => room.sawNeed(need),
  })
  return { room, needs }
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
