import { message, type MessageRef } from '../../src-shared/messages/index.ts'

/** A request that named a broker which this gateway does not serve. */
export interface RefusedBroker {
  readonly brokerId: number
  readonly userId: number
  /** `unknown`: no account has that id. `foreign`: one has, and belongs to another user. */
  readonly why: 'unknown' | 'foreign'
}

interface Seen {
  readonly refused: RefusedBroker
  readonly count: number
  /** Epoch ms. */
  readonly lastAt: number
}

/** A broker that nobody has asked for in this time is forgotten: there is nothing left to mend. */
const rememberedMs = 24 * 3_600_000
/** No more than this are told, so that a sender that makes ids up does not fill the window with notices. */
const mostTold = 20

interface Options {
  /** Epoch ms. */
  readonly now: () => number
  /** A broker is asked for that was not before. */
  readonly onFirst: (refused: RefusedBroker) => void
}

/**
 * The brokers that Django asks for in vain, for as long as it does: a broker that was created on its page, or given to
 * another user, is not served before somebody adds an account here.
 */
export class RefusedBrokers {
  readonly #options: Options
  readonly #seen = new Map<string, Seen>()

  constructor(options: Options) {
    this.#options = options
  }

  note(refused: RefusedBroker): void {
    const name = `${refused.brokerId} ${refused.userId}`
    const before = this.#seen.get(name)
    this.#forgetOld()
    if (before === undefined && this.#seen.size >= mostTold) return
    this.#seen.set(name, { refused, count: (before?.count ?? 0) + 1, lastAt: this.#options.now() })
    if (before === undefined) this.#options.onFirst(refused)
  }

  /** What a person should know of those that are refused still. */
  notices(ownerOf: (brokerId: number) => number | null): readonly MessageRef[] {
    this.#forgetOld()
    return [...this.#seen.values()].flatMap(({ refused: { brokerId, userId }, count, lastAt }) => {
      const owner = ownerOf(brokerId)
      if (owner === userId) return []
      const params = {
        brokerId: String(brokerId),
        userId: String(userId),
        count: String(count),
        last: clockOf(lastAt),
      }
      return [
        owner === null
          ? message('redis.broker_wanted', params)
          : message('redis.broker_of_another_user', { ...params, owner: String(owner) }),
      ]
    })
  }

  #forgetOld(): void {
    const oldest = this.#options.now() - rememberedMs
    for (const [name, { lastAt }] of this.#seen) if (lastAt < oldest) this.#seen.delete(name)
  }
}

/** Hours and minutes of this machine. */
function clockOf(at: number): string {
  const date = new Date(at)
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}
