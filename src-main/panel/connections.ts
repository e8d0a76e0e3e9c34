import type { AccountView, AccountConnections, ConnectionView } from '../../src-shared/contract.ts'
import type { StreamStatus } from '../exchange/accounts/live-streams.ts'
import type { FeedListener } from '../exchange/streams/feed.ts'
import type { LineStanding } from '../exchange/streams/line.ts'
import type { Clock } from '../infra/clock.ts'

interface Options {
  readonly accounts: {
    list(): readonly Pick<AccountView, 'id' | 'name' | 'exchange' | 'credentials'>[]
    subscribe(changed: () => void): () => void
  }
  readonly streams: { status(accountId: string): StreamStatus | null; subscribe(changed: () => void): () => void }
  readonly clock: Clock
}

/** When something was heard last is told so often, to who looks. */
const heardEveryMs = 1_000

/** How the connections of all accounts stand, told as that changes. */
export class Connections {
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** @returns how to stop */
  watch(listener: FeedListener<readonly AccountConnections[]>): () => void {
    const { accounts, streams, clock } = this.#options
    let told = ''
    const tell = (): void => {
      const views = this.#views()
      const text = JSON.stringify(views)
      if (text === told) return
      told = text
      listener.value(views)
    }
    let stopTimer = (): void => undefined
    const tellAgain = (): void => {
      stopTimer = clock.after(heardEveryMs, () => {
        tell()
        tellAgain()
      })
    }
    listener.state({ kind: 'live' })
    tell()
    tellAgain()
    const stops = [accounts.subscribe(tell), streams.subscribe(tell)]
    return () => {
      stopTimer()
      for (const stop of stops) stop()
    }
  }

  #views(): readonly AccountConnections[] {
    const { accounts, streams } = this.#options
    return accounts.list().map(({ id, name, exchange, credentials }) => {
      const status = streams.status(id)
      const orders = status?.orders ?? null
      return {
        accountId: id,
        accountName: name,
        exchange,
        hasKey: credentials !== 'missing',
        account: connectionOf(status?.account ?? null),
        market: worstOf(status?.market ?? []),
        orders: orders === null ? null : connectionOf(orders),
      }
    })
  }
}

const off: ConnectionView = { state: 'off', since: null, heardAt: null, againAt: null, why: null }

/** A connection for people; null: nobody has wanted it. */
export function connectionOf(standing: LineStanding | null): ConnectionView {
  if (standing === null) return off
  const { state, since, heardAt, againAt } = standing
  if (state.kind === 'idle') return { ...off, since }
  return { state: state.kind, since, heardAt, againAt, why: 'reason' in state ? state.reason : null }
}

const worstFirst: readonly ConnectionView['state'][] = ['refused', 'down', 'connecting', 'live', 'off']

/** Several connections are as well as the worst of them. */
export function worstOf(standings: readonly LineStanding[]): ConnectionView {
  const views = standings.map(connectionOf)
  return worstFirst.flatMap((state) => views.find((each) => each.state === state) ?? [])[0] ?? off
}
