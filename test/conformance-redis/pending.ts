/** A check that may fail for now, why, and on which columns (`*`: all). It is printed with its reason and counts as no violation. */
interface Pending {
  readonly check: string
  readonly columns: readonly string[]
  readonly reason: string
}

const exits = 'exits on every exchange come with the brackets of the order desk'
const conditional =
  'Bitget’s unified accounts take no conditional orders for spot; the order desk is to guard them'

export const pending: readonly Pending[] = [
  { check: 'the heartbeat is written', columns: ['*'], reason: 'the bridge is to write it' },
  { check: 'an entry at a limit takes both exits', columns: ['kucoin', 'kraken'], reason: exits },
  { check: 'an entry at market takes both exits', columns: ['kucoin', 'kraken'], reason: exits },
  {
    check: 'coins that are held take both exits',
    columns: ['bitget-classic', 'bitget-unified', 'kucoin', 'kraken'],
    reason: exits,
  },
  { check: 'an open entry shows both exits', columns: ['kucoin', 'kraken'], reason: exits },
  { check: 'an entry takes a stop-loss alone', columns: ['kucoin'], reason: exits },
  { check: 'a stop-loss with stop_price', columns: ['bitget-unified'], reason: conditional },
  { check: 'a stop-loss with stop_loss_price', columns: ['bitget-unified'], reason: conditional },
  { check: 'a take-profit with price', columns: ['bitget-unified'], reason: conditional },
  { check: 'a take-profit with take_profit_price', columns: ['bitget-unified'], reason: conditional },
  { check: 'a stop-limit with trigger_price', columns: ['bitget-unified'], reason: conditional },
  { check: 'an executed stop shows its average', columns: ['bitget-unified'], reason: conditional },
]

/** Why a check may fail on a column; null: it may not. */
export function pendingReason(column: string, check: string): string | null {
  const found = pending.find(
    (each) => each.check === check && (each.columns.includes('*') || each.columns.includes(column)),
  )
  return found?.reason ?? null
}
