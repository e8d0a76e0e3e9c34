import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type JournalFilter,
  journalKinds,
  lifecycleStates,
  journalOrigins,
  wholeJournal,
} from '../../src-shared/journal.ts'
import { AccountRegistry } from '../accounts/registry.ts'
import type { CommonOptions } from './common-options.ts'

/** Which lines are wanted, as commander gives it. */
export interface FilterOptions extends CommonOptions {
  readonly account?: string
  readonly symbol?: string
  readonly kind?: NonNullable<JournalFilter['kind']>
  readonly origin?: NonNullable<JournalFilter['origin']>
  readonly state?: NonNullable<JournalFilter['state']>
  readonly from?: number
  readonly to?: number
  readonly text?: string
}

export function withFilterOptions(command: Command): Command {
  return command
    .option('--account <account>', 'its name or id')
    .option('--symbol <symbol>', 'as BTC/USDT')
    .addOption(
      new Option('--kind <kind>', 'what was to be done with an order, or what was changed').choices(journalKinds),
    )
    .addOption(new Option('--origin <origin>', 'who asked').choices(journalOrigins))
    .addOption(new Option('--state <state>', 'where the order stands, or its request').choices(lifecycleStates))
    .addOption(
      new Option('--from <time>', 'ISO 8601, UTC unless it says otherwise: 2026-01-31, 2026-01-31T12:00').argParser(
        (text) => time(text, 'first'),
      ),
    )
    .addOption(
      new Option('--to <time>', 'as --from, inclusive; of a day its end').argParser((text) => time(text, 'last')),
    )
    .option('--text <text>', 'in ids, symbols, requests and details')
}

/**
 * The filter that the options ask for. An account that is gone is found by its id, or by the name in its lines with
 * `--text`.
 */
export async function filterFrom(folder: string, options: FilterOptions): Promise<JournalFilter> {
  const { account, symbol, kind, origin, state, from, to, text } = options
  return {
    ...wholeJournal,
    accountId: account === undefined ? null : await accountIdOf(folder, account),
    symbol: symbol?.trim().toUpperCase() ?? null,
    kind: kind ?? null,
    origin: origin ?? null,
    state: state ?? null,
    from: from ?? null,
    to: to ?? null,
    text: text ?? null,
  }
}

async function accountIdOf(folder: string, which: string): Promise<string> {
  const registry = await AccountRegistry.open({ folder })
  const wanted = which.trim().toLowerCase()
  return registry.list().find(({ name }) => name.toLowerCase() === wanted)?.id ?? which.trim()
}

const dayMs = 86_400_000

/** Epoch ms of a time; of a whole day, its first or last millisecond. */
function time(text: string, end: 'first' | 'last'): number {
  const match = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text.trim())
  const [whole = '', , clock, zone] = match ?? []
  const at = Date.parse(clock === undefined || zone !== undefined ? whole : `${whole}Z`)
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time such as 2026-01-31 or 2026-01-31T12:00.')
  return clock === undefined && end === 'last' ? at + dayMs - 1 : at
}
