import { setTimeout as delay } from 'node:timers/promises'
import type { Account, KeyReport } from '../../src-shared/account.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import type { Balance, Market } from '../../src-shared/market.ts'
import { message, type MessageKey, type MessageRef } from '../../src-shared/messages/index.ts'
import { Money } from '../../src-shared/money.ts'
import type { SwitchedOff } from '../../src-shared/switched-off.ts'
import type { VerificationReport } from '../../src-shared/verification.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import { withEvidence } from '../exchange/http/evidence.ts'
import { Answers, type ExchangeAnswer } from './answers.ts'
import { assumptionsOf } from './assumptions/index.ts'
import type { CleaningParts } from './clean-up.ts'
import { endEarlierRuns, mayStand } from './earlier-runs.ts'
import { Facts } from './facts.ts'
import { planOrders, type TradePlan } from './far-orders.ts'
import { judge } from './judging.ts'
import { limitStep } from './limit-step.ts'
import { type ChosenMarket, done, failed, type Observing, skipped, type StepEnd } from './observing.ts'
import { OrderRouteWatch, routeOpenStep, routeUsedStep } from './order-route.ts'
import {
  lookUpUnknown,
  readBalances,
  readClock,
  readFees,
  readHistory,
  readMarkets,
  readOpenOrders,
  readPrices,
  readRights,
} from './read-steps.ts'
import { readableAnswer } from './readable-answer.ts'
import type { RunReport } from './run-report.ts'
import type { RunStore } from './run-store.ts'
import {
  conditionalFacts,
  deadManStep,
  dryRunStep,
  exitsStep,
  ocoFacts,
  postOnlyStep,
  saleStep,
  trailingFacts,
} from './trade-steps.ts'
import type { Trading } from './trading.ts'
import { LeftStanding, leftStandingRemark, standingNames, Trials } from './trials.ts'
import type { TradeWish, VerificationsParts } from './verification-parts.ts'

export interface VerifierParts extends VerificationsParts {
  readonly now: () => number
  readonly account: Account
  readonly client: BaseExchangeClient
  readonly trade: TradeWish | null
  readonly symbol: string | null
  readonly report: RunReport
  readonly runs: RunStore
  readonly isStopped: () => boolean
}

/** What the readable part hands to the traded one. */
interface Read {
  readonly rights: KeyReport
  readonly balances: readonly Balance[]
  readonly chosen: ChosenMarket
}

/** A step must not be taken any more: the person stopped the run, or something stands that must not. */
class RunEnded extends Error {}

/** One run of "check this account": its steps in order, and what they show. */
export class Verifier {
  readonly #parts: VerifierParts
  readonly #answers: Answers
  readonly #facts = new Facts()
  readonly #observing: Observing
  /** null: its orders go by REST. */
  readonly #route: OrderRouteWatch | null
  #market: Market | null = null
  /** What earlier runs have left and could not be ended now either. */
  #leftBefore: readonly string[] = []
  #untraded: MessageRef | null

  constructor(parts: VerifierParts) {
    const { account, client, clients, secretsOf, streams, now } = parts
    this.#parts = parts
    this.#untraded = parts.trade === null ? message('verify.remark.only_traded') : null
    this.#answers = new Answers(account.exchange)
    this.#route = account.orderRoute === 'websocket' ? new OrderRouteWatch(streams, account.id) : null
    this.#observing = {
      account,
      client,
      clockOf: () => clients.statusFor(account.id)?.clock ?? null,
      now,
      answers: this.#answers,
      facts: this.#facts,
      print: printedOnce((answer, about) => readableAnswer(answer, secretsOf(account.id), about ?? null)),
    }
  }

  /** Takes every step and ends the report. @throws what is a fault of ours, or when the report cannot be kept. */
  run(): Promise<void> {
    return withEvidence(
      (heard) => this.#answers.add(heard),
      () => this.#run(),
    ).finally(() => this.#route?.close())
  }

  async #run(): Promise<void> {
    const { report, now, account, switchOff } = this.#parts
    try {
      await this.#endEarlierRuns()
      const read = await this.#read()
      if (this.#parts.trade !== null && read !== null) await this.#trade(read)
    } catch (error) {
      if (!(error instanceof RunEnded || error instanceof LeftStanding)) throw error
    }
    const off = this.#switchedOff(now())
    if (off.length > 0) await switchOff(account.id, off)
    const leftStanding = [...this.#leftBefore, ...standingNames(report.orders)]
    report.change({ endedAt: now(), leftStanding, outcome: this.#outcome(leftStanding) })
  }

  #outcome(leftStanding: readonly string[]): VerificationReport['outcome'] {
    const { results, steps } = this.#parts.report.report
    if (results.some(({ verdict }) => verdict === 'differs')) return 'differs'
    return leftStanding.length > 0 || steps.some(({ state }) => state === 'failed') ? 'failed' : 'agrees'
  }

  #switchedOff(at: number): readonly SwitchedOff[] {
    const found = new Map<string, SwitchedOff>()
    for (const { id, switchedOff: what } of this.#parts.report.report.results)
      if (what !== null && !found.has(what)) found.set(what, { what, assumption: id, at })
    return [...found.values()]
  }

  /** What an earlier run left is ended before anything else. */
  async #endEarlierRuns(): Promise<void> {
    const { account, runs, report, desk, trade, now } = this.#parts
    const left = runs.unfinished(account.id).filter((record) => record.report.id !== report.report.id)
    if (desk === null ? !left.some(mayStand) : left.length === 0) return
    const ended = await this.#step('clean_up', async () => {
      if (desk === null) return skipped(message('verify.step.clean_up_elsewhere'))
      const { standing, cancelled } = await endEarlierRuns(left, { runs, now, cleaning: this.#cleaning() })
      if (standing.length === 0) return done(message('verify.step.cleaned_up', { count: String(cancelled) }))
      this.#leftBefore = standing
      return failed(leftStandingRemark(standing))
    })
    if (ended?.state !== 'done' && trade !== null) throw new RunEnded()
  }

  #cleaning(): CleaningParts {
    const { account, desk, origin } = this.#parts
    if (desk === null) throw new TypeError('nothing is cleaned up without the desk')
    const { client } = this.#observing
    return { accountId: account.id, client, desk, origin, pause: this.#pause }
  }

  readonly #pause = (ms: number): Promise<void> => (this.#parts.pause ?? ((time) => delay(time)))(ms)

  /** @returns null where there is nothing to trade on. */
  async #read(): Promise<Read | null> {
    const run = this.#observing
    const { report, symbol } = this.#parts
    const rights = await this.#step('rights', () => readRights(run))
    const kind = rights?.report?.accountKind ?? null
    report.change({ accountKind: kind, results: this.#results(kind) })
    await this.#step('clock', () => Promise.resolve(readClock(run)))
    const route = this.#route
    if (route !== null) await this.#step('route_open', () => routeOpenStep(route))
    const held = await this.#step('balances', () => readBalances(run))
    const markets = await this.#step('markets', () => readMarkets(run, held?.balances ?? [], symbol))
    const market = markets?.market ?? null
    this.#market = market
    if (market === null) return null
    const prices = await this.#step('prices', () => readPrices(run, market))
    await this.#step('fees', () => readFees(run, market))
    await this.#step('open_orders', () => readOpenOrders(run, market))
    await this.#step('history', () => readHistory(run, market))
    const chosen = prices?.chosen ?? null
    if (chosen === null) return null
    await this.#step('lookup', () => lookUpUnknown(run, chosen))
    if (!rights?.report || held === null) return null
    return { rights: rights.report, balances: held.balances, chosen }
  }

  async #trade(read: Read): Promise<void> {
    const { report, trade, now } = this.#parts
    const planned = this.#plan(read, trade)
    if ('refused' in planned) {
      this.#untraded = planned.refused
      await this.#step('plan', () => Promise.resolve(skipped(planned.refused)))
      return
    }
    const { market, most } = planned
    const risk = { symbol: market.symbol, most: most.toString(), asset: market.quote }
    report.change({ risk })
    const trials = new Trials(this.#cleaning(), report, now)
    const mark = this.#answers.count
    const run: Trading = { ...this.#observing, plan: planned, trials, pause: this.#pause }
    await this.#step('plan', () =>
      Promise.resolve(done(message('verify.step.risk', { ...risk, most: most.rounded(4).toString() }))),
    )
    try {
      await this.#traded(trials, 'dry_run', () => dryRunStep(run))
      await this.#traded(trials, 'limit', () => limitStep(run))
      if (this.#facts.get('limit.accepted')?.holds !== true) return
      await this.#traded(trials, 'post_only', () => postOnlyStep(run))
      await this.#traded(trials, 'exits', () => exitsStep(run))
      await this.#traded(trials, 'conditional', () => saleStep(run, planned.conditional, conditionalFacts))
      await this.#traded(trials, 'trailing', () => saleStep(run, planned.trailing, trailingFacts))
      await this.#traded(trials, 'oco', () => saleStep(run, planned.oco, ocoFacts))
      await this.#traded(trials, 'dead_man', () => deadManStep(run))
    } finally {
      await this.#endTrading(trials)
      await this.#tellRoute(mark)
    }
  }

  /** The way of everything that was asked since a mark. */
  async #tellRoute(mark: number): Promise<void> {
    const route = this.#route
    if (route === null) return
    const used = (): Promise<StepEnd> => Promise.resolve(routeUsedStep(route, this.#answers.since(mark)))
    await this.#step('route_used', used, { always: true })
  }

  /** Whatever ended the trading: nothing of it stays, or it is said what does. */
  async #endTrading(trials: Trials): Promise<void> {
    await this.#step(
      'tidy',
      async () => {
        try {
          await trials.endAll()
          return done()
        } catch (error) {
          if (!(error instanceof LeftStanding)) throw error
          return failed(leftStandingRemark(standingNames(this.#parts.report.orders)))
        }
      },
      { always: true },
    )
  }

  /** A step that trades: what it placed is gone when it is over, whatever happened in it. */
  #traded(trials: Trials, id: StepId, work: () => Promise<StepEnd>): Promise<StepEnd | null> {
    return this.#step(id, async () => {
      try {
        return await work()
      } finally {
        await trials.endAll()
      }
    })
  }

  #plan({ rights, balances, chosen }: Read, trade: TradeWish | null): TradePlan | { readonly refused: MessageRef } {
    const { account, desk } = this.#parts
    const { name } = account
    if (desk === null || trade === null) return { refused: message('verify.no_desk') }
    if (rights.canTrade === false) return { refused: message('verify.refused.reads_only', { name }) }
    if (!account.rightsRead) return { refused: message('verify.refused.rights_unread', { name }) }
    if (desk.guard.killSwitch().state !== 'active') return { refused: message('verify.refused.kill_switch') }
    const { orders } = desk.openWork(account.id)
    if (orders > 0) return { refused: message('verify.refused.open_work', { count: String(orders) }) }
    const most = trade.mostQuote === null ? null : Money.parse(trade.mostQuote)
    return planOrders(chosen, balances, most)
  }

  /**
   * Takes a step unless the run is to end. @returns null when it failed with an error. @throws RunEnded, LeftStanding.
   */
  async #step<T extends StepEnd>(
    id: StepId,
    work: () => Promise<T>,
    { always = false }: { readonly always?: boolean } = {},
  ): Promise<T | null> {
    const { report, now, isStopped } = this.#parts
    if (!always && isStopped()) throw new RunEnded()
    report.beginStep(id, message(titles[id]), now())
    const end = (how: StepEnd): void => report.endStep(how, now(), this.#results(report.report.accountKind))
    try {
      const { ...ended } = await work()
      end(ended)
      return ended
    } catch (thrown) {
      if (thrown instanceof LeftStanding) {
        end(failed(leftStandingRemark(standingNames(report.orders))))
        throw thrown
      }
      const error = toGatewayError(thrown)
      if (error.class === 'bug') throw thrown
      end(failed(error.text))
      return null
    }
  }

  #results(accountKind: string | null): VerificationReport['results'] {
    const observed = {
      answers: this.#answers,
      facts: this.#facts,
      nativeId: this.#market?.nativeId ?? null,
      untraded: this.#untraded,
      switchedOff: this.#parts.account.switchedOff.map(({ what }) => what),
      print: this.#observing.print,
    }
    return assumptionsOf(this.#parts.account.exchange, accountKind).map((each) => judge(each, observed))
  }
}

/** Every step judges all answers so far again, and looking through one for secrets takes its time. */
function printedOnce(print: Observing['print']): Observing['print'] {
  const printed = new WeakMap<ExchangeAnswer, Map<string | undefined, string>>()
  return (answer, about) => {
    const texts = printed.get(answer) ?? new Map<string | undefined, string>()
    printed.set(answer, texts)
    const text = texts.get(about) ?? print(answer, about)
    texts.set(about, text)
    return text
  }
}

const titles = {
  clean_up: 'verify.title.clean_up',
  rights: 'verify.title.rights',
  clock: 'verify.title.clock',
  balances: 'verify.title.balances',
  markets: 'verify.title.markets',
  prices: 'verify.title.prices',
  fees: 'verify.title.fees',
  open_orders: 'verify.title.open_orders',
  history: 'verify.title.history',
  lookup: 'verify.title.lookup',
  plan: 'verify.title.plan',
  dry_run: 'verify.title.dry_run',
  limit: 'verify.title.limit',
  post_only: 'verify.title.post_only',
  exits: 'verify.title.exits',
  conditional: 'verify.title.conditional',
  trailing: 'verify.title.trailing',
  oco: 'verify.title.oco',
  dead_man: 'verify.title.dead_man',
  tidy: 'verify.title.tidy',
  route_open: 'verify.title.route_open',
  route_used: 'verify.title.route_used',
} as const satisfies Readonly<Record<string, MessageKey>>
type StepId = keyof typeof titles
