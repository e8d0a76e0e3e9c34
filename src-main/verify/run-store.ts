import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { exchangeNames } from '../../src-shared/account.ts'
import { keptCodecs, originCodec } from '../../src-shared/order.ts'
import { switchables } from '../../src-shared/switched-off.ts'
import { type VerificationReport, verdicts } from '../../src-shared/verification.ts'
import { writeFileAtomically } from '../infra/atomic-file.ts'
import { messageSchema } from '../trading/order-codec.ts'

const message = messageSchema.nullable()

const reportSchema: z.ZodType<VerificationReport> = z.object({
  id: z.string(),
  accountId: z.string(),
  account: z.string(),
  exchange: z.enum(exchangeNames),
  environment: z.enum(['production', 'testnet', 'demo', 'practice']),
  accountKind: z.string().nullable(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  risk: z.object({ symbol: z.string(), most: z.string(), asset: z.string() }).nullable(),
  steps: z.array(
    z.object({
      id: z.string(),
      title: messageSchema,
      state: z.enum(['running', 'done', 'failed', 'skipped']),
      remark: message,
      startedAt: z.number(),
      endedAt: z.number().nullable(),
    }),
  ),
  results: z.array(
    z.object({
      id: z.string(),
      assumption: messageSchema,
      source: z.string(),
      verdict: z.enum(verdicts),
      answer: z.string().nullable(),
      remark: message,
      // What a later version may switch off is still a difference here.
      switchedOff: z.enum(switchables).nullable().catch(null),
    }),
  ),
  outcome: z.enum(['running', 'agrees', 'differs', 'failed', 'interrupted']),
  leftStanding: z.array(z.string()),
})

/** An order that a run placed, or was about to: noted before it was sent. */
const runOrderSchema = z.object({
  origin: originCodec,
  /** Under which the exchange knows it, or the order that took its place. */
  clientOrderId: z.string(),
  request: keptCodecs.request,
  symbol: z.string(),
  /** `edit`: what the exchange may have put in the place of another. */
  operation: z.enum(['place', 'edit']),
  /** What the exchange called it and its legs, as soon as that was known. */
  orderIds: z.array(z.string()),
  /** Whether it was shown that nothing of it stands any more. */
  gone: z.boolean(),
})
export type RunOrder = Readonly<z.infer<typeof runOrderSchema>>

const recordSchema = z.object({
  version: z.literal(1),
  report: reportSchema,
  orders: z.array(runOrderSchema),
})

/** A run as it is kept: its report, and what has to be cleaned up after it. */
export interface RunRecord {
  readonly report: VerificationReport
  readonly orders: readonly RunOrder[]
}

/** Reports that are kept of all accounts; runs that left something standing are kept whatever their number. */
const mostKept = 60

const isOurs = /^[\w-]{1,64}\.json$/

/**
 * The kept runs of a data folder, one file each in its `verifications`, readable by their owner alone. Nothing secret
 * is in them.
 */
export class RunStore {
  readonly #folder: string
  /** Files are read again only when they have changed: the window asks for the list with every step. */
  readonly #known = new Map<string, Reading>()

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'verifications')
  }

  /** Newest first. A file that cannot be read is left out, and left alone. */
  list(): readonly RunRecord[] {
    return this.#names()
      .flatMap((name) => this.#recordIn(name) ?? [])
      .sort((a, b) => b.report.startedAt - a.report.startedAt)
  }

  get(id: string): RunRecord | null {
    return isOurs.test(`${id}.json`) ? this.#recordIn(`${id}.json`) : null
  }

  /** On disk when it returns. @throws when it cannot be written. */
  save({ report, orders }: RunRecord): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, `${report.id}.json`)
    writeFileAtomically(path, `${JSON.stringify({ version: 1, report, orders })}\n`)
  }

  /** Runs of an account after which something may still stand at the exchange, oldest first. */
  unfinished(accountId: string): readonly RunRecord[] {
    return this.list()
      .filter((record) => record.report.accountId === accountId && mayHaveLeft(record))
      .toReversed()
  }

  /** Lets the oldest reports go. */
  tidy(): void {
    const superfluous = this.list()
      .filter((record) => !mayHaveLeft(record))
      .slice(mostKept)
    for (const { report } of superfluous) rmSync(join(this.#folder, `${report.id}.json`), { force: true })
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => isOurs.test(name))
    } catch {
      return []
    }
  }

  #recordIn(name: string): RunRecord | null {
    const path = join(this.#folder, name)
    try {
      const { mtimeMs, ino } = statSync(path)
      const known = this.#known.get(name)
      // Each writing makes a new file.
      if (known?.mtimeMs === mtimeMs && known.ino === ino) return known.record
      const record = recordOf(readFileSync(path, 'utf8'))
      this.#known.set(name, { mtimeMs, ino, record })
      return record
    } catch {
      return null
    }
  }
}

interface Reading {
  readonly mtimeMs: number
  readonly ino: number
  readonly record: RunRecord | null
}

function recordOf(text: string): RunRecord | null {
  try {
    const { report, orders } = recordSchema.parse(JSON.parse(text))
    return { report, orders }
  } catch {
    return null
  }
}

/** Cut off while it ran, or with orders that were not shown to be gone. */
function mayHaveLeft({ report, orders }: RunRecord): boolean {
  return report.outcome === 'running' || orders.some(({ gone }) => !gone)
}
