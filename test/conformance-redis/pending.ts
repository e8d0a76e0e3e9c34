/**
 * A check that may fail for now, how, why, and on which columns (`*`: all). It is printed with its reason and counts as
 * no violation; when it fails in another way it is one.
 */
interface Pending {
  readonly check: string
  readonly fails: RegExp
  readonly columns: readonly string[]
  readonly reason: string
}

const conditional = 'Bitget’s unified accounts take no conditional orders for spot; the order desk is to guard them'

/** The sentence that says what an exchange does not offer. */
const refused = /was refused: .*n’offre pas/

const pending: readonly Pending[] = [
  { check: 'a stop-loss with stop_price', fails: refused, columns: ['bitget-unified'], reason: conditional },
  {
    check: 'a stop-loss with stop_loss_price',
    fails: refused,
    columns: ['bitget-unified'],
    reason: conditional,
  },
  { check: 'a take-profit with price', fails: refused, columns: ['bitget-unified'], reason: conditional },
  {
    check: 'a take-profit with take_profit_price',
    fails: refused,
    columns: ['bitget-unified'],
    reason: conditional,
  },
  {
    check: 'a stop-limit with trigger_price',
    fails: refused,
    columns: ['bitget-unified'],
    reason: conditional,
  },
  {
    check: 'an executed stop shows its average',
    fails: refused,
    columns: ['bitget-unified'],
    reason: conditional,
  },
]

/** Why a check may fail on a column with this message; null: it may not. */
export function pendingReason(column: string, check: string, detail: string): string | null {
  const found = pending.find(
    (each) =>
      each.check === check && (each.columns.includes('*') || each.columns.includes(column)) && each.fails.test(detail),
  )
  return found?.reason ?? null
}
