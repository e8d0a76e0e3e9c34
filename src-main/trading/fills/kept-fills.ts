import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FillFilter, FillLine } from '../../../src-shared/fills.ts'
import { Money } from '../../../src-shared/money.ts'
import type { JournalReader } from '../reading/journal-reader.ts'
import type { FillKeeper } from './fill-keeper.ts'
import type { FillCoverage, FillSource, StoredFill } from './fill-source.ts'

/** As many are read at once, and so many turned into numbers in one go. */
const pageSize = 1_000
const atOnce = 500

/** The fills that are kept, read on the journal's own thread and handed on page by page, so that no order waits. */
export class KeptFills implements FillSource {
  readonly #reader: Pick<JournalReader, 'fills'>
  readonly #keeper: Pick<FillKeeper, 'coverage' | 'onChange'>

  constructor(reader: Pick<JournalReader, 'fills'>, keeper: Pick<FillKeeper, 'coverage' | 'onChange'>) {
    this.#reader = reader
    this.#keeper = keeper
  }

  async read(filter: FillFilter): Promise<readonly StoredFill[]> {
    const fills: StoredFill[] = []
    let cursor: string | null = null
    do {
      const page = await this.#reader.fills({ filter, order: 'oldest', cursor, limit: pageSize })
      for (let start = 0; start < page.fills.length; start += atOnce) {
        for (const line of page.fills.slice(start, start + atOnce)) fills.push(fillFrom(line))
        await nextTurn()
      }
      cursor = page.cursor
    } while (cursor !== null)
    return fills
  }

  coverage(accountId: string): FillCoverage | null {
    return this.#keeper.coverage(accountId)
  }

  onChange(listener: (accountId: string) => void): () => void {
    return this.#keeper.onChange(listener)
  }
}

function fillFrom({ price, quantity, fee, ...line }: FillLine): StoredFill {
  return {
    ...line,
    price: Money.parse(price),
    quantity: Money.parse(quantity),
    fee: fee === null ? null : { asset: fee.asset, amount: Money.parse(fee.amount) },
  }
}
