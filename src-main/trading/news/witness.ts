import type { Money } from '../../../src-shared/money.ts'
import type { Order } from '../../../src-shared/order.ts'
import type { Logger } from '../../infra/clock.ts'
import type { Bracket } from '../brackets/bracket.ts'
import type { NewOperation } from '../operation.ts'
import type { Result } from '../outcome.ts'

/** How an operation stands, as far as somebody is told of it. */
export interface FinishedOperation {
  readonly about: Pick<NewOperation, 'operation' | 'accountId' | 'origin' | 'symbol'>
  readonly result: Result
}

/** Who is told of what happens to orders, as it is found out, and changes nothing of it. */
export interface Witness {
  /** Orders as an exchange has told them, by whatever way. */
  saw(accountId: string, orders: readonly Order[]): void
  /** A bracket as it was (null: it is taken up) and as it is now; `left`: what of it is not exited, base units. */
  sawBracket(before: Bracket | null, now: Bracket, left: Money): void
  /** An operation came to an end, or is in doubt. */
  sawFinished(finished: FinishedOperation): void
}

/** A witness that fails must not change what becomes of an order. */
export function harmless(witness: Witness | undefined, logger: Logger): Witness {
  const safely = (tell: (witness: Witness) => void): void => {
    if (witness === undefined) return
    try {
      tell(witness)
    } catch (error) {
      logger.error({ err: error }, 'what happened to an order could not be told')
    }
  }
  return {
    saw: (...told) => safely((each) => each.saw(...told)),
    sawBracket: (...told) => safely((each) => each.sawBracket(...told)),
    sawFinished: (...told) => safely((each) => each.sawFinished(...told)),
  }
}
