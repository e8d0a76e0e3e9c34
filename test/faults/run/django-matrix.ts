import { randomUUID } from 'node:crypto'
import { runCli } from '../../cli/spawn-cli.ts'
import { Postgres } from '../../django/postgres.ts'
import { djangoTables } from '../../django/tables.ts'
import { py } from '../../redis/support/django-client.ts'
import { pageTrade } from '../../redis/support/page-trade.ts'
import { answerOf, type Cell, conclude, envelopeOf, pushText, settled, within } from './cell.ts'
import type { FaultTarget } from './fault-targets.ts'
import type { Figures, Said } from './figures.ts'
import { type Lane, type Trader, userId } from './lane.ts'

const action = 'create_and_execute_trade'

interface Scene {
  readonly lane: Lane
  readonly trader: Trader
  readonly postgres: Postgres
  readonly requestId: string
  readonly params: object
}

/** Something that goes wrong between a trade of Django's page and its row. @returns the answers, and whether it did */
interface Trouble {
  readonly name: string
  /** What becomes of a trade whose row cannot be written. */
  readonly policy: 'refuse' | 'later'
  readonly run: (scene: Scene) => Promise<{ readonly hit: boolean; readonly answers: readonly Said[] }>
}

const push = ({ lane, requestId, params }: Scene): Promise<void> =>
  pushText(lane, envelopeOf(requestId, action, params))
const answers = ({ lane, requestId }: Scene): Promise<readonly Said[]> => answerOf(lane, requestId, 100_000)

/** The gateway dies at a moment of its journal, and is started again. */
const crash = (name: string, dieAt: string): Trouble => ({
  name: `dies: ${name}`,
  policy: 'refuse',
  async run(scene) {
    const gateway = await scene.lane.startGateway(dieAt)
    await push(scene)
    const hit = await within(gateway.ended, 30_000)
    if (!hit) await scene.lane.kill()
    const first = await answerOf(scene.lane, scene.requestId, 0)
    await scene.lane.startGateway()
    return { hit, answers: first.length > 0 ? first : await answers(scene) }
  },
})

const awayBefore = (policy: Trouble['policy']): Trouble => ({
  name: policy === 'refuse' ? 'away before' : 'away before, orders do not wait for rows',
  policy,
  async run(scene) {
    await scene.lane.startGateway()
    await scene.postgres.down()
    await push(scene)
    const said = await answers(scene)
    await scene.postgres.up()
    return { hit: said[0] === (policy === 'refuse' ? 'refused' : 'done'), answers: said }
  },
})

/** The exchange takes its time, and the database goes meanwhile. */
const awayBetween: Trouble = {
  name: 'away between its row and its order',
  policy: 'refuse',
  async run(scene) {
    const { lane, trader, postgres } = scene
    await lane.startGateway()
    await lane.spoil(trader.target, trader.target.placing, { delayMs: 1_000, when: 'after' })
    await push(scene)
    while ((await lane.spoiled()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await postgres.down()
    const said = await answers(scene)
    await postgres.up()
    return { hit: said[0] === 'done', answers: said }
  },
}

/** What happens to the order while the database is away is written when it is back. */
const awayAfter: Trouble = {
  name: 'away after its answer',
  policy: 'refuse',
  async run(scene) {
    const { lane, trader, postgres, requestId } = scene
    await lane.startGateway()
    await push(scene)
    const answer = await lane.django.collect(requestId, 100_000)
    await postgres.down()
    const cancel = { broker_id: trader.brokerId, order_id: answer.data.exchange_order_id, symbol: 'ETH/USDT' }
    const cancelId = randomUUID()
    await pushText(lane, envelopeOf(cancelId, 'cancel_order', cancel))
    const cancelled = await answerOf(lane, cancelId, 100_000)
    await postgres.up()
    return { hit: cancelled[0] === 'done', answers: ['done'] }
  },
}

/** Nobody tells whether the row was added. */
const answerLost: Trouble = {
  name: 'gone while its row is being added',
  policy: 'refuse',
  async run(scene) {
    const { lane, postgres } = scene
    await lane.startGateway()
    const held = postgres.hold('LOCK TABLE trading_manual_trade IN EXCLUSIVE MODE')
    await held.begun
    await push(scene)
    while ((await postgres.waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    await postgres.down()
    await held.ended
    const said = await answers(scene)
    await postgres.up()
    return { hit: said[0] === 'refused', answers: said }
  },
}

const troubles: readonly Trouble[] = [
  crash('its row written down, not yet added', 'after row'),
  crash('its row added, its order not written down', 'before sent'),
  crash('its order marked as sent', 'after sent'),
  crash('its order placed, its row not told', 'after accepted'),
  crash('its order placed, its row not told; no power', 'power after accepted'),
  awayBefore('refuse'),
  awayBefore('later'),
  awayBetween,
  awayAfter,
  answerLost,
]

/** What goes wrong between trades of Django's page and their rows in its database, on each kind of account. */
export function djangoCells(targets: readonly FaultTarget[]): readonly Cell[] {
  return troubles.flatMap((trouble) => targets.map((target) => cellOf(trouble, target)))
}

function cellOf(trouble: Trouble, target: FaultTarget): Cell {
  return {
    row: `Django: ${trouble.name}`,
    target,
    async run(lane, trader) {
      const postgres = await Postgres.start()
      try {
        await prepare(postgres, lane, trouble.policy)
        const requestId = randomUUID()
        const scene = { lane, trader, postgres, requestId, params: tradeParams(trader) }
        const { hit, answers: said } = await trouble.run(scene)
        const request = { id: requestId, order: 'limit', params: scene.params, answers: said, action } as const
        const figures = await conclude(lane, trader, request)
        return { hit, figures: await withRows(figures, lane, postgres) }
      } finally {
        await lane.kill()
        await postgres.close()
      }
    },
  }
}

async function prepare(postgres: Postgres, lane: Lane, policy: Trouble['policy']): Promise<void> {
  const { user, password } = postgres.owner
  const { traders, keyring } = lane.stage
  await postgres.run(
    ...djangoTables,
    `INSERT INTO users (id, username) VALUES (${userId}, 'anne')`,
    ...traders.map(
      ({
        brokerId,
        target,
      }) => `INSERT INTO brokers (id, user_id, exchange, name, description, api_key, api_secret, is_default,
        is_testnet, is_active, type_de_trading, created_at, updated_at)
        VALUES (${brokerId}, ${userId}, '${target.exchange}', 'b${brokerId}', '', '', '', false, true, true, 'OFF', now(), now())`,
    ),
  )
  const data = ['--data', lane.dataFolder]
  const { host, port, database } = postgres.options(user)
  const where = ['--host', host, '--port', String(port), '--database', database, '--user', user]
  const env = keyring.env
  const ended = [
    await runCli(['database', 'connect', ...data, ...where], { input: `${password}\n`, env }),
    await runCli(['database', 'trades', policy, ...data], { env }),
  ]
  for (const { code, stderr } of ended) if (code !== 0) throw new Error(`the database was not connected: ${stderr}`)
}

/** Far below the market, so that it stays. */
function tradeParams({ brokerId }: Trader): object {
  return pageTrade({
    user_id: userId,
    broker_id: brokerId,
    symbol: 'ETH/USDT',
    order_type: 'limit',
    quantity: py('0.5'),
    price: py('2900.0'),
    total_value: py('1450.0'),
  })
}

interface Row {
  readonly client: unknown
  readonly order: unknown
  readonly status: unknown
}

const rowsOf = async (postgres: Postgres): Promise<readonly Row[]> =>
  (await postgres.run(
    'SELECT exchange_client_order_id AS client, exchange_order_id AS order, status FROM trading_manual_trade ORDER BY id',
  )) as unknown as readonly Row[]

/** Holds the rows against the journal and the exchange, once the rows have had the time that they may take. */
async function withRows(figures: Figures, lane: Lane, postgres: Postgres): Promise<Figures> {
  const deadline = Date.now() + 100_000
  for (;;) {
    const problems = await rowProblems(lane, await rowsOf(postgres))
    const doubled = problems.filter((each) => each.startsWith('doubled')).length
    if (problems.length === 0) return figures
    if (doubled > 0 || Date.now() > deadline)
      return {
        ...figures,
        lost: figures.lost + problems.length - doubled,
        doubled: figures.doubled + doubled,
        problems: [...figures.problems, ...problems],
      }
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function rowProblems(lane: Lane, rows: readonly Row[]): Promise<readonly string[]> {
  const { rows: operations } = await settled(lane, null)
  const orders = await lane.orders()
  const placed = operations.filter(({ operation, state }) => operation === 'place' && state === 'accepted')
  const clients = new Set(placed.map(({ clientOrderId }) => clientOrderId))
  return [
    ...placed.flatMap(({ clientOrderId }) => {
      const own = rows.filter(({ client }) => client === clientOrderId)
      if (own.length > 1) return [`doubled: ${own.length} rows of order ${clientOrderId ?? ''}`]
      const [row] = own
      if (row === undefined) return [`lost: order ${clientOrderId ?? ''} has no row`]
      if (row.order === null) return [`lost: the row of order ${clientOrderId ?? ''} does not name it`]
      const isOver = orders.every(({ state }) => state === 'cancelled')
      const says = isOver ? 'cancelled' : 'pending'
      return row.status === says
        ? []
        : [`lost: the row of order ${clientOrderId ?? ''} says ${String(row.status)}, not ${says}`]
    }),
    ...rows.flatMap(({ client, status }) =>
      clients.has(String(client)) || status === 'error' ? [] : [`lost: a row of no order says ${String(status)}`],
    ),
  ]
}
