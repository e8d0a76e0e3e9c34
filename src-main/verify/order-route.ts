import { message, spoken } from '../../src-shared/messages/index.ts'
import type { LiveStreams } from '../exchange/accounts/live-streams.ts'
import type { Heard } from '../exchange/http/evidence.ts'
import { plainReason } from '../exchange/http/plain-reason.ts'
import { done, failed, skipped, type StepEnd } from './observing.ts'

/** The streams of the process, as far as a run looks at them. */
export type RouteStreams = Pick<LiveStreams, 'status' | 'subscribe'>

const patienceMs = 20_000

/** Watches the socket that an account's orders are to go over, as long as a run lasts. */
export class OrderRouteWatch {
  readonly #streams: RouteStreams
  readonly #accountId: string
  readonly #stop: () => void
  #reason = spoken('exchange.reason.late')

  constructor(streams: RouteStreams, accountId: string) {
    this.#streams = streams
    this.#accountId = accountId
    this.#stop = streams.subscribe(() => this.#note())
    this.#note()
  }

  /** Why orders went, or go, by REST: what was the matter with the socket last. */
  get reason(): string {
    return this.#reason
  }

  /** Waits for the exchange to have answered on the socket; false where it does not. */
  untilLive(): Promise<boolean> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => end(false), patienceMs)
      const stop = this.#streams.subscribe(() => look())
      const end = (isLive: boolean): void => {
        clearTimeout(patience)
        stop()
        resolve(isLive)
      }
      const look = (): void => {
        if (this.#note()) end(true)
      }
      look()
    })
  }

  close(): void {
    this.#stop()
  }

  #note(): boolean {
    const state = this.#streams.status(this.#accountId)?.orders?.state
    if (state !== undefined && 'reason' in state) this.#reason = plainReason(state.reason)
    return state?.kind === 'live'
  }
}

/** Whether the socket comes about. */
export async function routeOpenStep(route: OrderRouteWatch): Promise<StepEnd> {
  if (await route.untilLive()) return done(message('verify.step.route_live'))
  return failed(message('verify.step.route_not_live', { reason: route.reason }))
}

/** Which way the orders of a run went. */
export function routeUsedStep(route: OrderRouteWatch, heard: readonly Heard[]): StepEnd {
  const sent = heard.filter(changesOrders)
  const overSocket = sent.filter(({ over, status }) => over === 'websocket' && status !== null).length
  const byRest = sent.filter(({ over }) => over === 'rest').length
  const count = overSocket + byRest
  if (count === 0) return skipped(message('verify.remark.not_reached'))
  if (byRest === 0) return done(message('verify.step.route_used', { count: String(count) }))
  const params = { rest: String(byRest), count: String(count), reason: route.reason }
  return failed(message('verify.step.route_fell_back', params))
}

/** A dry run places nothing, and always goes by REST. */
function changesOrders({ method, path }: Heard): boolean {
  return method !== 'GET' && !path.endsWith('/test')
}
