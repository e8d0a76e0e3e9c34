import type { Account } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { Clock, Logger } from '../infra/clock.ts'

interface Options {
  readonly accounts: { list(): readonly Account[] }
  readonly clients: { clientFor(accountId: string): BaseExchangeClient }
  readonly clock: Clock
  readonly logger: Logger
}

interface Armed {
  readonly seconds: number
  cancelTimer: () => void
}

/** The sign of life comes this often within the time that is allowed. */
const signsPerPeriod = 3
const retryMs = 2_000

/**
 * Keeps the exchanges' dead man's switches of the accounts that opted in: a sign of life at a third of the time
 * allowed, so that two may be lost. Turned off when the account opts out and when the application ends in order: it is
 * meant for crashes and lost lines only.
 */
export class DeadManKeeper {
  readonly #options: Options
  readonly #armed = new Map<string, Armed>()
  /** What each account's switch was last told; what is told next waits for it. */
  readonly #told = new Map<string, Promise<void>>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Takes over what the accounts want now: call it at the start and whenever accounts change. */
  refresh(): void {
    if (this.#closed) return
    const wanted = new Map(this.#options.accounts.list().map((account) => [account.id, wantedSeconds(account)]))
    for (const [accountId, armed] of this.#armed) {
      const seconds = wanted.get(accountId) ?? null
      if (seconds === armed.seconds) continue
      armed.cancelTimer()
      this.#armed.delete(accountId)
      if (seconds === null && wanted.has(accountId)) void this.#disarm(accountId)
    }
    for (const [accountId, seconds] of wanted) {
      if (seconds === null || this.#armed.has(accountId)) continue
      this.#armed.set(accountId, { seconds, cancelTimer: () => undefined })
      void this.#arm(accountId)
    }
  }

  /**
   * Turns an account's switch off for good, before the account goes: afterwards nobody could, and its orders are to
   * stay.
   */
  async release(accountId: string): Promise<void> {
    const armed = this.#armed.get(accountId)
    if (armed === undefined) return
    armed.cancelTimer()
    this.#armed.delete(accountId)
    await this.#disarm(accountId)
  }

  /** Turns every switch off: the application ends in order. */
  async close(): Promise<void> {
    this.#closed = true
    const accountIds = [...this.#armed.keys()]
    for (const { cancelTimer } of this.#armed.values()) cancelTimer()
    this.#armed.clear()
    await Promise.all(accountIds.map((accountId) => this.#disarm(accountId)))
  }

  async #arm(accountId: string): Promise<void> {
    const armed = this.#armed.get(accountId)
    if (armed === undefined) return
    const { clock, logger } = this.#options
    let nextMs = (armed.seconds * 1000) / signsPerPeriod
    try {
      await this.#tell(accountId, armed.seconds, () => this.#armed.get(accountId) === armed)
    } catch (error) {
      logger.warn({ accountId, err: error }, 'a dead man’s switch could not be set')
      nextMs = error instanceof GatewayError && error.class === 'refused' ? nextMs : retryMs
    }
    if (this.#armed.get(accountId) !== armed) return
    armed.cancelTimer = clock.after(nextMs, () => {
      void this.#arm(accountId)
    })
  }

  async #disarm(accountId: string): Promise<void> {
    try {
      await this.#tell(accountId, null, () => true)
    } catch (error) {
      this.#options.logger.warn({ accountId, err: error }, 'a dead man’s switch could not be turned off')
    }
  }

  /** One after the other: a sign of life that arrived after the turning off would arm a switch that nobody keeps. */
  #tell(accountId: string, seconds: number | null, isStillWanted: () => boolean): Promise<void> {
    const before = this.#told.get(accountId) ?? Promise.resolve()
    const told = before.then(async () => {
      if (isStillWanted()) await this.#options.clients.clientFor(accountId).armDeadMansSwitch(seconds)
    })
    this.#told.set(
      accountId,
      told.catch(() => undefined),
    )
    return told
  }
}

/** null: off, also where it is switched off for an account whose exchange does otherwise than we rely on. */
function wantedSeconds({ deadManSeconds, switchedOff }: Account): number | null {
  return switchedOff.some(({ what }) => what === 'dead_man') ? null : deadManSeconds
}
