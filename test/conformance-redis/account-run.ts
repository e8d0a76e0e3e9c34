import type { Column } from './columns.ts'
import { type Answer, type DjangoClient, type Envelope, type Json, type JsonObject, said } from './django.ts'
import type { Host } from './host.ts'
import type { RuleId } from './rules.ts'

/** How one check ended on one column. `expected`: a failure that `pending.ts` names, with its reason. */
export interface CheckResult {
  readonly rule: RuleId
  readonly column: string
  readonly check: string
  readonly outcome: 'passed' | 'violated' | 'pending'
  readonly detail: string
}

/** One account while its checks run. */
export class AccountRun {
  readonly column: Column
  readonly django: DjangoClient
  readonly host: Host
  readonly results: CheckResult[] = []
  /** Every answer of this account, for the rules that hold for all. */
  readonly answers: Answer[] = []
  readonly #pending: (column: string, check: string, detail: string) => string | null

  constructor(
    column: Column,
    django: DjangoClient,
    host: Host,
    pending: (column: string, check: string, detail: string) => string | null,
  ) {
    this.column = column
    this.django = django
    this.host = host
    this.#pending = pending
  }

  /** Runs a check of one rule; whatever it throws is a violation of that rule. */
  async check(rule: RuleId, check: string, run: () => Promise<void>): Promise<void> {
    const column = this.column.id
    try {
      await run()
      this.results.push({ rule, column, check, outcome: 'passed', detail: '' })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      const reason = this.#pending(column, check, detail)
      if (reason === null) this.results.push({ rule, column, check, outcome: 'violated', detail })
      else this.results.push({ rule, column, check, outcome: 'pending', detail: reason })
    }
  }

  async ask(action: string, params: object = {}, more: Envelope = {}): Promise<Answer> {
    const answer = await this.django.ask(action, { broker_id: this.column.brokerId, ...params }, more)
    this.answers.push(answer)
    return answer
  }

  /** The data of an answer that must be a success. */
  async data(action: string, params: object = {}, more: Envelope = {}): Promise<Json> {
    const answer = await this.ask(action, params, more)
    if (answer.success) return answer.data
    throw new Error(`${action} was refused: ${said(answer.error)}`)
  }

  /** The last price of the column's pair. */
  async price(): Promise<number> {
    const ticker = (await this.data('get_ticker', { symbol: this.column.symbol })) as JsonObject
    return Number(ticker.last)
  }

  /** A price at some factor of the last one, on the pair's step. */
  async priceAt(factor: number): Promise<number> {
    return Math.round((await this.price()) * factor)
  }

  get flatSymbol(): string {
    return this.column.symbol.replace('/', '')
  }
}
