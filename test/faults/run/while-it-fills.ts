import { py } from '../../redis/support/django-client.ts'
import type { FaultTarget } from './fault-targets.ts'
import type { Fault, Scene } from './fault.ts'
import type { Lane } from './lane.ts'

/** Of what the bracket buys (0.5), so that it fills bit by bit. */
const bits = ['0.1', '0.05', '0.15', '0.2']

/** What goes wrong with one bit; what it returns tells whether it has. */
type Spoil = (scene: Scene, index: number) => Promise<() => Promise<boolean>>

/**
 * The entry waits below the market and fills bit by bit, something going wrong with each; sooner where the market moves
 * there by itself.
 */
const bitByBit = (name: string, spoil: Spoil): Fault => ({
  name,
  orders: ['bracket'],
  arrange(scene) {
    let spoiled = 0
    return Promise.resolve({
      overrides: { price: py('3150.0') },
      async afterwards() {
        for (const [index, bit] of bits.entries()) {
          const isSpoiled = await spoil(scene, index)
          await priceOf(scene, '3145', bit)
          await becomes(name, async () => (await isSpoiled()) || (await isFilled(scene)))
          if (await isSpoiled()) spoiled += 1
        }
        await priceOf(scene, '3145')
      },
      hit: () => Promise.resolve(spoiled > 0),
    })
  },
})

async function isFilled({ lane, trader }: Scene): Promise<boolean> {
  const { exchange } = trader.target
  return (await lane.orders()).some(
    (order) => order.exchange === exchange && order.side === 'buy' && order.state === 'filled',
  )
}

async function priceOf({ lane, trader }: Scene, price: string, maxQuantity?: string): Promise<void> {
  const { exchange } = trader.target
  const most = maxQuantity !== undefined && { maxQuantity }
  await lane.control('POST', '/price', { exchange, symbol: 'ETH/USDT', price, ...most })
}

/** At most as long as the slowest exchange lets new sockets wait. @throws Error when it never becomes so */
async function becomes(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/**
 * The exchange's words about orders come late and one after the other out of order: what was true first arrives last,
 * and the same fill is told again and again.
 */
const answersOutOfOrder: Spoil = async ({ lane, trader }, index) => {
  const before = await lane.spoiled()
  await lane.control('POST', '/faults', {
    match: { exchange: trader.target.exchange, method: trader.target.asking[0]?.method, path: '/*' },
    fault: { delayMs: 3_000 - index * 800, when: 'after' },
    count: 1,
  })
  return async () => (await lane.spoiled()) > before
}

interface Streams {
  readonly sockets: readonly { readonly exchange: string; readonly topics: readonly string[] }[]
  readonly left: number
}

const streamsOf = (lane: Lane): Promise<Streams> => lane.control('GET', '/streams') as Promise<Streams>

/** What is pushed of the account's orders is spoiled. */
const pushed =
  (fault: unknown): Spoil =>
  async ({ lane, trader: { target } }) => {
    await isWatched(lane, target)
    const { left } = await streamsOf(lane)
    const match = { exchange: target.exchange, topic: target.orderTopics }
    await lane.control('POST', '/streams', { match, count: 1, fault })
    return async () => (await streamsOf(lane)).left <= left
  }

/** Something happens to every stream of the exchange. */
const streams =
  (now: string, refusals: number): Spoil =>
  async ({ lane, trader: { target } }) => {
    await isWatched(lane, target)
    const match = { exchange: target.exchange }
    if (refusals > 0) await lane.control('POST', '/streams', { match, count: refusals, fault: { refuse: 503 } })
    await lane.control('POST', '/streams', { match, now })
    return () => Promise.resolve(true)
  }

/** The exchange pushes what happens to the account's orders. */
async function isWatched(lane: Lane, { exchange, orderTopics }: FaultTarget): Promise<void> {
  const isMeant = (topic: string): boolean =>
    orderTopics.endsWith('*') ? topic.startsWith(orderTopics.slice(0, -1)) : topic === orderTopics
  await becomes('a stream of the account', async () =>
    (await streamsOf(lane)).sockets.some((socket) => socket.exchange === exchange && socket.topics.some(isMeant)),
  )
}

export const whileItFills: readonly Fault[] = [
  bitByBit('fills told again, and out of order', answersOutOfOrder),
  bitByBit('fills are not pushed', pushed('drop')),
  bitByBit('fills are pushed twice', pushed('duplicate')),
  bitByBit('fills are pushed after what came later', pushed('swap')),
  bitByBit('fills are pushed late', pushed({ delayMs: 4_000 })),
  bitByBit('streams break as it fills', streams('cut', 0)),
  bitByBit('streams break as it fills, and are refused for a while', streams('cut', 2)),
  bitByBit('streams fall silent as it fills', streams('silence', 0)),
]
