import { GatewayError } from '../../../src-shared/errors.ts'

/**
 * After a refused key, how long the account is passed over; a changed key counts at once, since it has another
 * revision.
 */
const refusedMs = 5 * 60_000

/** An account that may serve, as it is at this moment. */
export interface PoolMember {
  readonly accountId: string
  readonly revision: number
}

interface Rest {
  readonly revision: number
  readonly until: number
}

/**
 * Shares reads that need a key but no particular account among several accounts: each in its turn, those that were
 * refused or told to wait passed over for a while. An order never comes through here, nor anything that names its
 * account.
 */
export class AccountPool {
  readonly #monotonic: () => number
  readonly #resting = new Map<string, Rest>()
  readonly #last = new Map<string, number>()
  #served = 0

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /**
   * The members in the order in which they should be asked: healthy ones only, the one that served longest ago first.
   */
  turn(members: readonly PoolMember[]): readonly PoolMember[] {
    return members
      .filter((member) => this.#isHealthy(member))
      .toSorted((a, b) => (this.#last.get(a.accountId) ?? -1) - (this.#last.get(b.accountId) ?? -1))
  }

  /**
   * Runs a read for the next healthy member. A member whose key is refused, or that has to wait, is set aside and the
   * next one is asked.
   * @throws GatewayError what the last member asked threw, or `auth` `exchange.no_account` when none is healthy.
   */
  async read<T>(members: readonly PoolMember[], label: string, ask: (accountId: string) => Promise<T>): Promise<T> {
    let failure: unknown = new GatewayError('auth', 'exchange.no_account', { exchange: label })
    for (const member of this.turn(members)) {
      this.#served += 1
      this.#last.set(member.accountId, this.#served)
      try {
        return await ask(member.accountId)
      } catch (error) {
        failure = error
        if (!(error instanceof GatewayError)) throw error
        if (error.class !== 'auth' && error.class !== 'rate-limit') throw error
        this.#setAside(member, error.class === 'auth' ? refusedMs : (error.retryAfterMs ?? 1_000))
      }
    }
    throw failure
  }

  #setAside({ accountId, revision }: PoolMember, ms: number): void {
    this.#resting.set(accountId, { revision, until: this.#monotonic() + ms })
  }

  #isHealthy({ accountId, revision }: PoolMember): boolean {
    const rest = this.#resting.get(accountId)
    return rest?.revision !== revision || rest.until <= this.#monotonic()
  }
}
