import { Worker } from 'node:worker_threads'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { FillsPage } from '../../../src-shared/fills.ts'
import type { JournalDetail, JournalExport, JournalFilter, JournalPage } from '../../../src-shared/journal.ts'
import { Money } from '../../../src-shared/money.ts'
import type { ValuePoint } from '../../../src-shared/portfolio/portfolio.ts'
import type { Wire } from '../../../src-shared/wire.ts'
import { builtFile } from '../../infra/built-product.ts'
import { toThrowable } from '../outcome.ts'
import type { FillExportAsked } from './fill-export.ts'
import type { FillsAsked } from './fill-reading.ts'
import type { ExportFormat } from './journal-export.ts'
import type { JournalQuestion } from './journal-questions.ts'
import type { NumberedAnswer, NumberedQuestion } from './journal-worker.ts'
import type { HistoryAsked } from './value-history.ts'

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/**
 * Looks into the journal on a thread of its own, so that a search through years of orders holds up none. The thread
 * starts with the first question.
 */
export class JournalReader {
  readonly #file: string
  readonly #flush: () => void
  readonly #waiting = new Map<number, Waiting>()
  #worker: Worker | null = null
  #number = 0
  #closed = false

  /** @param flush has written what waits to be written to the file, since the thread reads it on its own. */
  constructor(file: string, flush: () => void) {
    this.#file = file
    this.#flush = flush
  }

  async search(filter: JournalFilter, cursor: string | null, limit: number): Promise<JournalPage> {
    return (await this.#ask({ ask: 'search', filter, cursor, limit })) as JournalPage
  }

  /** @throws GatewayError `not-found`. */
  async detail(journalId: number): Promise<JournalDetail> {
    return (await this.#ask({ ask: 'detail', journalId })) as JournalDetail
  }

  async export(filter: JournalFilter, format: ExportFormat, cursor: string | null): Promise<JournalExport> {
    return (await this.#ask({ ask: 'export', filter, format, cursor })) as JournalExport
  }

  async fills(asked: FillsAsked): Promise<FillsPage> {
    return (await this.#ask({ ask: 'fills', asked })) as FillsPage
  }

  async exportFills(asked: FillExportAsked): Promise<JournalExport> {
    return (await this.#ask({ ask: 'export-fills', asked })) as JournalExport
  }

  /** What accounts were worth over time. */
  async values(asked: HistoryAsked): Promise<readonly ValuePoint[]> {
    const points = (await this.#ask({ ask: 'values', asked })) as readonly Wire<ValuePoint>[]
    return points.map(({ value, ...point }) => ({ ...point, value: Money.parse(value) }))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#end(new GatewayError('retryable', 'error.shutting_down'))
    await this.#worker?.terminate()
    this.#worker = null
  }

  #ask(question: JournalQuestion): Promise<unknown> {
    if (this.#closed) return Promise.reject(new GatewayError('retryable', 'error.shutting_down'))
    this.#flush()
    const worker = (this.#worker ??= this.#start())
    this.#number += 1
    const numbered: NumberedQuestion = { number: this.#number, question }
    return new Promise((resolve, reject) => {
      this.#waiting.set(numbered.number, { resolve, reject })
      worker.postMessage(numbered)
    })
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(), { workerData: { file: this.#file } })
    worker.unref()
    worker.on('message', (answer: NumberedAnswer) => {
      const waiting = this.#waiting.get(answer.number)
      this.#waiting.delete(answer.number)
      if (answer.ok) waiting?.resolve(answer.value)
      else waiting?.reject(toThrowable(answer.error))
    })
    worker.on('error', (error) => {
      this.#worker = null
      this.#end(error instanceof Error ? error : new Error(String(error)))
    })
    return worker
  }

  #end(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** The thread's script: among the sources where we run from them, beside the entries in the build. */
function workerUrl(): URL {
  const here = import.meta.url
  if (here.endsWith('.ts')) return new URL('journal-worker.ts', here)
  return builtFile('main/journal-worker.js')
}
