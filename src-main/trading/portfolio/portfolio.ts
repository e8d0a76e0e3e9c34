import type { AccountView } from '../../../src-shared/contract.ts'
import { type ErrorView, errorView } from '../../../src-shared/errors.ts'
import type { JournalExport } from '../../../src-shared/journal.ts'
import type { Balance } from '../../../src-shared/market.ts'
import type { Language } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import { rateFrom } from '../../../src-shared/portfolio/conversion.ts'
import type { CostBasis, PaidFee } from '../../../src-shared/portfolio/cost-basis.ts'
import { periodNames, type PeriodStep, resultsByPeriod } from '../../../src-shared/portfolio/periods.ts'
import type {
  FeeTotal,
  Portfolio as PortfolioNow,
  PortfolioAccount,
  PortfolioResults,
  ValuePoint,
} from '../../../src-shared/portfolio/portfolio.ts'
import { valueBalances } from '../../../src-shared/portfolio/valuation.ts'
import type { Clock } from '../../infra/clock.ts'
import type { FillSource } from '../fills/fill-source.ts'
import type { HistoryAsked } from '../reading/value-history.ts'
import type { AccountPrices, PriceClient } from './account-prices.ts'
import { type CostAsked, CostBooks } from './cost-books.ts'
import type { CandleClient } from './day-rates.ts'
import { type AccountRead, joinHoldings } from './holdings.ts'
import { type AccountDisposal, salesHead, salesLine } from './sales-export.ts'

type Owner = Pick<AccountView, 'id' | 'name' | 'exchange'>

interface Options {
  readonly clock: Pick<Clock, 'now'>
  readonly accounts: () => readonly Owner[]
  /** @throws GatewayError for an account that cannot be used */
  readonly clientFor: (accountId: string) => PriceClient & CandleClient & { getBalance(): Promise<readonly Balance[]> }
  /** As they are pushed, else by asking. */
  readonly balances: (accountId: string, ask: () => Promise<readonly Balance[]>) => Promise<readonly Balance[]>
  readonly prices: AccountPrices
  readonly fills: FillSource
  readonly values: { values(asked: HistoryAsked): Promise<readonly ValuePoint[]> }
  /** Told of errors that are our own fault. */
  readonly logBug: (error: unknown) => void
}

export interface Asked extends CostAsked {
  /** null: all. */
  readonly accounts: readonly string[] | null
}

type Read =
  | { readonly account: PortfolioAccount; readonly read: AccountRead }
  | { readonly account: PortfolioAccount; readonly read: null }

const linesPerPart = 1_000

/** What all accounts hold, what it is worth and what it has cost. An account that fails takes none of the others along. */
export class Portfolio {
  readonly #options: Options
  readonly #books: CostBooks

  constructor(options: Options) {
    this.#options = options
    this.#books = new CostBooks(options)
  }

  close(): void {
    this.#books.close()
  }

  async get(asked: Asked): Promise<PortfolioNow> {
    const reads = await Promise.all(this.#owners(asked).map((owner) => this.#read(owner, asked)))
    const { value, holdings } = joinHoldings(reads.flatMap(({ read }) => (read === null ? [] : [read])))
    const results = holdings.flatMap(({ cost }) => {
      const unrealised = cost?.unrealised ?? null
      return unrealised === null ? [] : [unrealised]
    })
    return {
      currency: asked.currency,
      value,
      unrealised: results.length === 0 ? null : Money.sum(results),
      holdings,
      unpriced: holdings
        .filter(({ accounts }) => accounts.some((each) => each.price === null))
        .map(({ asset }) => asset),
      accounts: reads.map(({ account }) => account),
      at: this.#options.clock.now(),
    }
  }

  history(asked: Omit<HistoryAsked, 'present'>): Promise<readonly ValuePoint[]> {
    return this.#options.values.values({ ...asked, present: this.#options.accounts().map(({ id }) => id) })
  }

  async results(asked: Asked & { readonly step: PeriodStep; readonly timeZone: string }): Promise<PortfolioResults> {
    const books = await this.#booksOf(asked)
    const bases = books.flatMap(({ basis }) => (basis === null ? [] : [basis]))
    const disposals = bases.flatMap((basis) => basis.disposals)
    const fees = bases.flatMap((basis) => basis.fees)
    return {
      currency: asked.currency,
      periods: resultsByPeriod({ disposals, fees }, periodNames(asked.step, asked.timeZone)),
      fees: feeTotals(fees),
      failed: books.flatMap(({ owner, error }) =>
        error === null ? [] : [{ accountId: owner.id, name: owner.name, error }],
      ),
    }
  }

  /** @throws what the client of an account throws: a table for the tax office has all of them or is not made */
  async exportSales(asked: Asked, language: Language, cursor: string | null): Promise<JournalExport> {
    const books = await Promise.all(
      this.#owners(asked).map(async (account) => ({ account, basis: await this.#books.of(account.id, asked) })),
    )
    const sales = books
      .flatMap(({ account, basis }) => basis.disposals.map((disposal): AccountDisposal => ({ account, disposal })))
      .sort((one, other) => one.disposal.time - other.disposal.time)
    const from = Number(cursor ?? 0)
    const part = sales.slice(from, from + linesPerPart)
    const next = from + part.length
    return {
      text:
        (cursor === null ? salesHead(language) : '') +
        part.map((sale) => salesLine(sale, { ...asked, language })).join(''),
      lines: part.length,
      cursor: next < sales.length ? String(next) : null,
    }
  }

  #owners({ accounts }: Pick<Asked, 'accounts'>): readonly Owner[] {
    const all = this.#options.accounts()
    return accounts === null ? all : all.filter(({ id }) => accounts.includes(id))
  }

  async #read({ id, name, exchange }: Owner, asked: Asked): Promise<Read> {
    const { clientFor, prices, fills } = this.#options
    const account = { id, name, exchange, fills: fills.coverage(id) }
    try {
      const client = clientFor(id)
      const balances = await this.#options.balances(id, () => client.getBalance())
      const held = balances.map(({ asset }) => asset)
      const priced = await prices.of(id, client, held, asked.currency)
      // What is worth less than a dollar is dust.
      const dollar = rateFrom(priced.prices, 'USDT', asked.currency) ?? rateFrom(priced.prices, 'USD', asked.currency)
      const holdings = valueBalances(balances, priced, asked.currency, dollar)
      const values = holdings.flatMap(({ value }) => (value === null ? [] : [value]))
      const read = { accountId: id, holdings, positions: await this.#positions(id, asked) }
      return { account: { ...account, value: values.length === 0 ? null : Money.sum(values), error: null }, read }
    } catch (error) {
      return { account: { ...account, value: null, error: this.#told(error) }, read: null }
    }
  }

  /** What is held is told also where nobody can say what it has cost. */
  async #positions(accountId: string, asked: Asked): Promise<CostBasis['positions']> {
    try {
      return (await this.#books.of(accountId, asked)).positions
    } catch (error) {
      this.#told(error)
      return new Map()
    }
  }

  #booksOf(
    asked: Asked,
  ): Promise<readonly { readonly owner: Owner; readonly basis: CostBasis | null; readonly error: ErrorView | null }[]> {
    return Promise.all(
      this.#owners(asked).map(async (owner) => {
        try {
          return { owner, basis: await this.#books.of(owner.id, asked), error: null }
        } catch (error) {
          return { owner, basis: null, error: this.#told(error) }
        }
      }),
    )
  }

  #told(error: unknown): ErrorView {
    const view = errorView(error)
    if (view.class === 'bug') this.#options.logBug(error)
    return view
  }
}

/** By asset, the dearest first. */
function feeTotals(fees: readonly PaidFee[]): readonly FeeTotal[] {
  const totals = [...Map.groupBy(fees, ({ asset }) => asset)].map(([asset, paid]): FeeTotal => {
    const isKnown = paid.every(({ value }) => value !== null)
    return {
      asset,
      amount: Money.sum(paid.map(({ amount }) => amount)),
      value: isKnown ? Money.sum(paid.map(({ value }) => value ?? Money.zero)) : null,
    }
  })
  return totals.sort((one, other) => (other.value ?? Money.zero).compare(one.value ?? Money.zero))
}
