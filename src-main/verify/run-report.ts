import type { Account } from '../../src-shared/account.ts'
import type { MessageRef } from '../../src-shared/messages/index.ts'
import type { AssumptionResult, VerificationReport, VerificationStep } from '../../src-shared/verification.ts'
import type { StepEnd } from './observing.ts'
import type { RunStore, RunOrder, RunRecord } from './run-store.ts'

/** One run's report while it grows. Every change is on disk before it is told. */
export class RunReport {
  readonly #runs: RunStore
  readonly #changed: (report: VerificationReport) => void
  #record: RunRecord

  constructor(record: RunRecord, runs: RunStore, changed: (report: VerificationReport) => void) {
    this.#record = record
    this.#runs = runs
    this.#changed = changed
  }

  static begin(
    account: Account,
    id: string,
    startedAt: number,
    runs: RunStore,
    changed: (report: VerificationReport) => void,
  ): RunReport {
    const report: VerificationReport = {
      id,
      accountId: account.id,
      account: account.name,
      exchange: account.exchange,
      environment: account.environment.kind,
      accountKind: null,
      startedAt,
      endedAt: null,
      risk: null,
      steps: [],
      results: [],
      outcome: 'running',
      leftStanding: [],
    }
    const begun = new RunReport({ report, orders: [] }, runs, changed)
    begun.change({})
    return begun
  }

  get report(): VerificationReport {
    return this.#record.report
  }

  get orders(): readonly RunOrder[] {
    return this.#record.orders
  }

  change(change: Partial<VerificationReport>): void {
    this.#keep({ ...this.#record, report: { ...this.report, ...change } })
  }

  beginStep(id: string, title: MessageRef, startedAt: number): void {
    const step: VerificationStep = { id, title, state: 'running', remark: null, startedAt, endedAt: null }
    this.change({ steps: [...this.report.steps, step] })
  }

  endStep({ state, remark }: StepEnd, endedAt: number, results: readonly AssumptionResult[]): void {
    const steps = this.report.steps.map((step, index, all) =>
      index === all.length - 1 ? { ...step, state, remark, endedAt } : step,
    )
    this.change({ steps, results })
  }

  /** Notes an order before it is sent. */
  addOrder(order: RunOrder): void {
    this.#keep({ ...this.#record, orders: [...this.orders, order] })
  }

  changeOrder(clientOrderId: string, change: Partial<Pick<RunOrder, 'orderIds' | 'gone'>>): void {
    const orders = this.orders.map((order) => (order.clientOrderId === clientOrderId ? { ...order, ...change } : order))
    this.#keep({ ...this.#record, orders })
  }

  /** What came of several, in the same order. */
  changeOrders(
    orders: readonly RunOrder[],
    changes: readonly { readonly gone: boolean; readonly orderIds: readonly string[] }[],
  ): void {
    const changed = new Map(orders.map(({ clientOrderId }, index) => [clientOrderId, changes[index]]))
    this.#keep({
      ...this.#record,
      orders: this.orders.map((order) => {
        const change = changed.get(order.clientOrderId)
        return change ? { ...order, gone: change.gone, orderIds: [...change.orderIds] } : order
      }),
    })
  }

  #keep(record: RunRecord): void {
    this.#runs.save(record)
    this.#record = record
    this.#changed(record.report)
  }
}
