import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import type { BaseExchangeClient } from '../../src-main/exchange/core/base-exchange-client.ts'
import type { TimeSource } from '../../src-main/exchange/http/server-clock.ts'
import type { Clock } from '../../src-main/infra/clock.ts'
import { Journal } from '../../src-main/trading/journal.ts'
import { OrderDesk } from '../../src-main/trading/order-desk.ts'
import type { VerificationsParts } from '../../src-main/verify/verification-parts.ts'
import { Verifications, type VerificationWish } from '../../src-main/verify/verifications.ts'
import type { Account } from '../../src-shared/account.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import type { Verdict, VerificationReport } from '../../src-shared/verification.ts'
import type { ConformanceColumn } from '../conformance/harness.ts'
import { type PracticeHarness, startPracticeHarness } from '../exchange/practice-harness.ts'
import { account as sampleAccount } from '../trading/desk-setup.ts'
import { deviate, type Deviation, type DeviantProxy } from './deviant-proxy.ts'

/** A practice exchange with one account, seen through a proxy that can be made to answer otherwise. */
export interface Bench {
  readonly column: ConformanceColumn
  readonly harness: PracticeHarness
  readonly proxy: DeviantProxy
  readonly folder: string
  /** As it is now: a test may change it before it opens a process. */
  account: Account
  readonly client: () => BaseExchangeClient
  /** What was switched off so far. */
  readonly switchedOff: SwitchedOff[]
  /** A desk and a runner on the bench's folder, as a process has them. */
  readonly open: (change?: (desk: OrderDesk) => Partial<VerificationsParts>) => Promise<Process>
  readonly deviate: (...deviations: readonly Deviation[]) => void
  /** Orders that stand at the exchange, by the exchange's own books. */
  readonly standing: () => Promise<readonly EngineOrder[]>
  readonly orders: () => Promise<readonly EngineOrder[]>
  readonly close: () => Promise<void>
}

interface EngineOrder {
  readonly clientOrderId: string | null
  readonly state: string
  readonly side: string
  readonly filled: string
  readonly account: string
}

export interface Process {
  readonly desk: OrderDesk
  readonly verifications: Verifications
  /** Runs a check to its end. */
  readonly check: (trade: VerificationWish['trade']) => Promise<VerificationReport>
  /** The process dies: nothing of it happens any more. */
  readonly die: () => void
  readonly close: () => Promise<void>
}

export const practise = { symbol: null, mostQuote: null } as const

export async function startBench(column: ConformanceColumn): Promise<Bench> {
  const { exchange, account: key, accountKind } = column
  // Exchanges let a key ask so many times a second, or once in two: time passes faster, for both sides alike.
  const clock = clockOfNow()
  const time = fastTime(10)
  const harness = await startPracticeHarness(
    { time },
    { exchange, account: key, now: time.now, clock, ...(accountKind !== null && { accountKind }) },
  )
  const proxy = await deviate(harness.baseUrl)
  harness.setConnection({ baseUrl: proxy.url })
  const folder = mkdtempSync(join(tmpdir(), 'agw-verify-'))
  const switchedOff: SwitchedOff[] = []
  const first = sampleAccount({
    id: key.accountId,
    name: 'Main',
    exchange,
    environment: { kind: 'practice', url: harness.baseUrl, accountKind },
  })
  const accounts = {
    get: (id: string): Account | null => (id === bench.account.id ? bench.account : null),
    list: (): readonly Account[] => [bench.account],
  }
  const orders = async (): Promise<readonly EngineOrder[]> => {
    const all = (await harness.control('GET', '/orders')) as {
      readonly orders: Readonly<Record<string, readonly EngineOrder[]>>
    }
    return (all.orders[exchange] ?? []).filter(({ account: owner }) => owner !== 'market maker')
  }
  const bench: Bench = {
    column,
    harness,
    proxy,
    folder,
    account: first,
    switchedOff,
    client: () => harness.manager.clientFor(first.id),
    deviate: (...deviations) => proxy.set(deviations),
    orders,
    standing: async () => (await orders()).filter(({ state }) => !ended.has(state)),
    async open(change = () => ({})) {
      const journal = Journal.open({ folder })
      const desk = new OrderDesk({ journal, accounts, clients: harness.manager, answerWaitMs: 500 })
      await desk.start()
      const verifications = new Verifications({
        dataFolder: folder,
        accounts,
        clients: harness.manager,
        streams: harness.streams,
        desk,
        secretsOf: () => [key.apiKey, key.secret, ...(key.passphrase === undefined ? [] : [key.passphrase])],
        origin: (requestId) => ({ kind: 'cli', requestId }),
        switchOff: (_id, list) => void switchedOff.push(...list),
        now: time.now,
        pause: () => Promise.resolve(),
        ...change(desk),
      })
      let isOver = false
      const end = (): void => {
        if (!isOver) journal.close()
        isOver = true
      }
      return {
        desk,
        verifications,
        async check(trade) {
          const id = verifications.start({ accountId: first.id, trade, symbol: column.symbol })
          const report = await verifications.ended(id)
          if (report === null) throw new Error('the report is gone')
          return report
        },
        die: end,
        async close() {
          await verifications.close()
          await desk.close()
          end()
        },
      }
    },
    async close() {
      await proxy.close()
      await harness.close()
      vi.unstubAllGlobals()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return bench
}

/** Timers as they are now: a socket that is not answered in half a second is not broken. */
function clockOfNow(): Clock {
  const { setTimeout: after, clearTimeout: never } = globalThis
  return {
    now: Date.now,
    after(ms, call) {
      const timer = after(call, ms)
      return () => never(timer)
    },
  }
}

/** Clocks and timers of this process go `speed` times as fast, until globals are unstubbed. */
function fastTime(speed: number): TimeSource {
  const real = globalThis.setTimeout
  vi.stubGlobal('setTimeout', (call: (...rest: unknown[]) => void, ms = 0, ...rest: unknown[]) =>
    real(call, ms / speed, ...rest),
  )
  const born = Date.now()
  const bornMonotonic = performance.now()
  return {
    now: () => Math.round(born + (Date.now() - born) * speed),
    monotonic: () => (performance.now() - bornMonotonic) * speed,
  }
}

const ended = new Set(['filled', 'cancelled', 'canceled', 'rejected', 'expired'])

/** What differed, and what was not seen, as lines that a failing test shows. */
export function differences({ results }: VerificationReport): readonly string[] {
  return results
    .filter(({ verdict }) => verdict === 'differs')
    .map(({ id, remark, answer }) => `${id}: ${remark?.key ?? ''} ${JSON.stringify(remark?.params)} ${answer ?? ''}`)
}

/** The ids of the assumptions with this verdict. */
export function verdictsOf({ results }: VerificationReport, wanted: Verdict): readonly string[] {
  return results.filter(({ verdict }) => verdict === wanted).map(({ id }) => id)
}
