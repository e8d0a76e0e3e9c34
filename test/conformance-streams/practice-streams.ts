import { LiveStreams, type StreamPlace } from '../../src-main/exchange/accounts/live-streams.ts'
import type { StreamProtocol } from '../../src-main/exchange/streams/protocol.ts'
import { startPracticeHarness } from '../exchange/practice-harness.ts'
import type { StreamColumn, StreamHarness } from './harness.ts'
import { HastyClock } from './hasty-clock.ts'

/** A column's practice exchange with the application's streams on it. */
export async function startStreams(column: StreamColumn, lifeMs?: number): Promise<StreamHarness> {
  const { exchange, account, accountKind, atOnce } = column
  const practice = await startPracticeHarness({}, { exchange, account, ...(accountKind !== null && { accountKind }) })
  const clock = new HastyClock()
  const warnings: string[] = []
  const streams = new LiveStreams({
    orderAccounts: () => [],
    placeOf: (id) => shortLived(practice.manager.streamPlaceOf(id), lifeMs),
    clock,
    logger: {
      debug: () => undefined,
      warn: (details, text) => void warnings.push(`${text} ${JSON.stringify(details)}`),
    },
  })
  const control = (body: object): Promise<unknown> => practice.control('POST', '/streams', body)
  await control({ exchange, settings: atOnce })
  const market = streams.market(account.accountId)
  if (market === null) throw new Error(`${exchange} pushes nothing`)
  return {
    column,
    accountId: account.accountId,
    streams,
    market,
    client: practice.client,
    control: practice.control,
    setPrice: practice.setPrice,
    setConnection: practice.setConnection,
    warnings,
    async spoil(topic, fault, { count = 1, skip = 0 } = {}) {
      await control({ match: { exchange, topic, skip }, count, fault })
    },
    async refuseSockets(status, count) {
      await control({ match: { exchange }, count, fault: { refuse: status } })
    },
    async act(action, topic) {
      const match = { exchange, ...(topic !== undefined && { topic }) }
      return ((await control({ match, now: action })) as { readonly sockets: number }).sockets
    },
    async revokeKey() {
      await control({ exchange, revoke: account.apiKey })
    },
    async sockets() {
      const told = (await practice.control('GET', '/streams')) as {
        readonly sockets: readonly {
          readonly id: number
          readonly exchange: string
          readonly topics: readonly string[]
        }[]
      }
      return told.sockets.filter((each) => each.exchange === exchange)
    },
    async drift(steps) {
      for (let left = steps; left > 0; left -= 1_000) {
        await practice.control('POST', '/drift', { exchange, symbol: column.symbol, steps: Math.min(left, 1_000) })
      }
    },
    hurry: (times) => clock.hurry(times),
    timers: () => clock.waiting,
    async close() {
      streams.close()
      await practice.close()
    },
  }
}

/** The same place, whose sockets become only so old. */
function shortLived({ streams, ...place }: StreamPlace, lifeMs: number | undefined): StreamPlace {
  if (streams === null || lifeMs === undefined) return { streams, ...place }
  const shortened = <T extends { readonly protocol: StreamProtocol }>(each: T): T => ({
    ...each,
    protocol: { ...each.protocol, lifeMs },
  })
  return {
    ...place,
    streams: {
      ...streams,
      market: shortened(streams.market),
      account: (parts) => shortened(streams.account(parts)),
    },
  }
}
