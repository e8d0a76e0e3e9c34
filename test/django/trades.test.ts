import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { DjangoDatabase } from '../../src-main/django/django-database.ts'
import { TradeKeeper, type TradeKeeperOptions } from '../../src-main/django/trade-keeper.ts'
import { silentLogger, systemClock } from '../../src-main/infra/clock.ts'
import { requestIdOfName } from '../../src-main/trading/caller-names.ts'
import { clientOrderIdOf } from '../../src-main/trading/client-order-id.ts'
import type { NewTrade } from '../../src-shared/django-trade.ts'
import { Money } from '../../src-shared/money.ts'
import type { Order, Origin } from '../../src-shared/order.ts'
import type { DjangoTradesPolicy } from '../../src-shared/settings.ts'
import { type Answer, py } from '../redis/support/django-client.ts'
import { columns, type Gateways, onPractice, type OnPractice } from '../redis/support/on-practice.ts'
import { pageTrade } from '../redis/support/page-trade.ts'
import { sampleOrder } from '../support/sample-order.ts'
import { until } from '../support/until.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables)
  await postgres.run(`INSERT INTO users (id, username) VALUES (1, 'anne')`)
  await postgres.run(
    ...[1, 2].map(
      (
        id,
      ) => `INSERT INTO brokers (id, user_id, exchange, name, description, api_key, api_secret, is_default, is_testnet, is_active,
        type_de_trading, created_at, updated_at) VALUES (${id}, 1, 'binance', 'b${id}', '', '', '', true, true, true, 'OFF', now(), now())`,
    ),
  )
})
afterAll(() => postgres.close())
beforeEach(async () => {
  await postgres.run('TRUNCATE trading_manual_trade RESTART IDENTITY')
})

type Row = Readonly<Record<string, unknown>>
const rows = (): Promise<readonly Row[]> => postgres.run('SELECT * FROM trading_manual_trade ORDER BY id')

function openDatabase(): DjangoDatabase {
  const { user, password } = postgres.owner
  const connection = { options: postgres.options(user), password }
  const database = new DjangoDatabase({ connection, clock: systemClock, logger: silentLogger })
  database.start()
  return database
}

const trader = { ...columns.binance, brokerId: 1, userId: 1, balances: { USDT: '100000', BTC: '2', ETH: '10' } }

/** A gateway on a practice exchange, with Django's database. */
async function trading(
  policy: DjangoTradesPolicy = 'refuse',
  more: Partial<Gateways> = {},
): Promise<OnPractice & { database: DjangoDatabase }> {
  const database = openDatabase()
  await until(() => database.state.state === 'connected')
  const django = { database: () => database, policy: () => policy }
  const on = await onPractice([trader], { count: 1, sharesLimits: false, isLive: true, django, ...more })
  const [{ trades }] = on.gateways
  onTestFinished(database.subscribe(() => trades?.look()))
  onTestFinished(async () => {
    await on[Symbol.asyncDispose]()
    await database.close()
  })
  return { ...on, database }
}

const send = ({ django }: OnPractice, change: Row = {}): Promise<Answer> =>
  django.ask('create_and_execute_trade', pageTrade(change))
const redisOrigin = (name: string): Origin => ({
  kind: 'redis',
  requestId: requestIdOfName(name),
  userId: 1,
  action: 'create_and_execute_trade',
  traceId: null,
})
const limitAt = (price: string, change: Row = {}): Row => ({
  order_type: 'limit',
  price: py(price),
  quantity: py('0.01'),
  total_value: py('500.0'),
  ...change,
})

const newTrade = (change: Partial<NewTrade> = {}): NewTrade => ({
  clientOrderId: 'xgr-never-sent',
  accountId: 'account-1',
  userId: 1,
  brokerId: 1,
  request: {
    kind: 'limit',
    symbol: 'BTC/USDT',
    side: 'buy',
    quantity: Money.parse('0.01'),
    price: Money.parse('20000'),
    timeInForce: 'gtc',
    postOnly: false,
    exits: null,
  },
  orderType: 'limit',
  tradeType: 'manual',
  source: 'trading_manual',
  existingOrder: null,
  quantity: null,
  totalValue: null,
  ...change,
})

describe('a trade of Django’s page', () => {
  test('has its row before it is answered, which says what became of it', async () => {
    const on = await trading()
    const answer = await send(on)
    expect(answer).toMatchObject({ success: true })
    const [row, ...others] = await rows()
    expect(others).toEqual([])
    expect(answer.data).toMatchObject({ trade_id: Number(row?.id), exchange_order_id: row?.exchange_order_id })
    expect(row).toMatchObject({
      user_id: '1',
      broker_id: '1',
      trade_type: 'manual',
      source: 'trading_manual',
      ordre_existant: 'Trading Manuel',
      symbol: 'BTC/USDT',
      side: 'buy',
      order_type: 'market',
      total_value: '60.00000000',
      status: 'executed',
      exchange_order_status: 'filled',
      error_message: null,
      pnl_calculation_method: 'none',
    })
    expect(Number(row?.filled_quantity)).toBeGreaterThan(0)
    expect(row?.quantity).toBe(row?.filled_quantity)
    expect(row?.price).toBe(row?.filled_price)
    expect(Number(row?.filled_price)).toBeGreaterThan(0)
    await until(async () => Number((await rows())[0]?.fees) > 0)
    expect((await rows())[0]?.executed_at).toBeInstanceOf(Date)
  })

  test('that rests is pending with its order, and follows it to its end', async () => {
    const on = await trading()
    const answer = await send(on, limitAt('20000'))
    expect(answer).toMatchObject({ success: true, data: { status: 'pending' } })
    expect(await rows()).toMatchObject([
      {
        status: 'pending',
        exchange_order_status: 'open',
        price: '20000.00000000',
        quantity: '0.01000000',
        filled_quantity: '0.00000000',
        executed_at: null,
      },
    ])
    await on.django.ask('cancel_order', { broker_id: 1, order_id: answer.data.exchange_order_id, symbol: 'BTC/USDT' })
    await until(async () => (await rows())[0]?.status === 'cancelled')
    expect(await rows()).toMatchObject([{ id: '1', exchange_order_status: 'cancelled' }])
  })

  test('that fills long after its answer has its fill in the row, with its fee', async () => {
    const on = await trading()
    await send(on, limitAt('20000'))
    on.practice.setPrice('binance', 'BTC/USDT', Money.parse('19000'))
    await until(async () => (await rows())[0]?.status === 'executed')
  })

  test('that is refused has a row that says why', async () => {
    const on = await trading()
    const answer = await send(on, limitAt('20000', { quantity: py('1000.0') }))
    expect(answer.success).toBe(false)
    await until(async () => (await rows())[0]?.status === 'error')
    expect(await rows()).toMatchObject([
      { error_message: answer.error, exchange_order_id: null, exchange_order_status: null },
    ])
  })

  test('of a symbol that no exchange lists has a row that says so', async () => {
    const on = await trading()
    const answer = await send(on, { symbol: 'NO/SUCH' })
    expect(answer.success).toBe(false)
    await until(async () => (await rows()).length === 1)
    expect(await rows()).toMatchObject([{ status: 'error', symbol: 'NO/SUCH', error_message: answer.error }])
  })

  test('that comes twice has one row and one answer', async () => {
    const on = await trading()
    const params = pageTrade({ client_order_id: 'mine-1' })
    const answers = [
      await on.django.ask('create_and_execute_trade', params),
      await on.django.ask('create_and_execute_trade', params),
    ]
    expect(answers.map(({ data }) => data.trade_id)).toEqual([1, 1])
    expect(await rows()).toHaveLength(1)
  })

  test.each([
    ['a number too large for its column', { quantity: py('1000000000000.0') }, /quantity/],
    ['a text too long for its column', { source: 'a source of more than twenty' }, /source/],
  ])('with %s is not sent, and told so', async (_what, change, words) => {
    const on = await trading()
    const answer = await send(on, limitAt('20000', change))
    expect(answer).toMatchObject({ success: false })
    expect(answer.error).toMatch(words)
    expect(await rows()).toEqual([])
    expect((await on.django.ask('fetch_open_orders', { broker_id: 1 })).data).toEqual([])
  })

  test('whose row gets a number that no page can read is not sent', async () => {
    const on = await trading()
    await postgres.run(`SELECT setval('trading_manual_trade_id_seq', 9007199254740993)`)
    const answer = await send(on, limitAt('20000'))
    expect(answer.error).toContain('9007199254740994')
    expect((await on.django.ask('fetch_open_orders', { broker_id: 1 })).data).toEqual([])
    await until(async () => (await rows())[0]?.status === 'error')
  })
})

describe('what Terminal 7 is shown', () => {
  test('an order is among the finished ones once its row names it', async () => {
    const on = await trading()
    const answer = await send(on)
    const finished = async (): Promise<readonly unknown[]> =>
      Object.values((await on.django.ask('fetch_closed_orders', { broker_id: 1, limit: 100 })).data).map(({ id }) => id)
    expect(await finished()).toEqual([answer.data.exchange_order_id])
  })

  test('not while its row cannot be written; then it is, however late', async () => {
    const on = await trading('later')
    await postgres.down()
    let answer: Answer
    try {
      answer = await send(on)
      expect(answer).toMatchObject({ success: true })
      expect((await on.django.ask('fetch_closed_orders', { broker_id: 1, limit: 100 })).data).toEqual([])
    } finally {
      await postgres.up()
    }
    await on.database.look()
    await until(async () => (await rows()).length === 1)
    const [row] = await rows()
    expect(row).toMatchObject({ status: 'executed', exchange_order_id: answer.data.exchange_order_id })
    await until(
      async () =>
        Object.values((await on.django.ask('fetch_closed_orders', { broker_id: 1, limit: 100 })).data).length === 1,
    )
  })

  test('what it has completed stays as it wrote it', async () => {
    const on = await trading()
    const answer = await send(on, limitAt('20000'))
    await postgres.run(`UPDATE trading_manual_trade SET status = 'completed', fees = 7`)
    await on.django.ask('cancel_order', { broker_id: 1, order_id: answer.data.exchange_order_id, symbol: 'BTC/USDT' })
    await until(
      () =>
        on.gateways[0].trades?.standing().waiting === 0 &&
        on.gateways[0].journal.djangoTrades.live(on.database.place).length === 0,
    )
    expect(await rows()).toMatchObject([{ status: 'completed', fees: '7.00000000' }])
  })
})

describe('a database that is away', () => {
  test('before: the trade is not sent, unless the person wants it to be', async () => {
    const on = await trading()
    await postgres.down()
    try {
      const answer = await send(on, limitAt('20000'))
      expect(answer.success).toBe(false)
      expect(answer.error).toMatch(
        /^The order was not sent, because its row cannot be written into Django’s database: /,
      )
      expect((await on.django.ask('fetch_open_orders', { broker_id: 1 })).data).toEqual([])
    } finally {
      await postgres.up()
    }
    await on.database.look()
    expect(await rows()).toEqual([])
  })

  test('between its row and its order: the row follows when it is back', async () => {
    const on = await trading()
    const [{ desk }] = on.gateways
    let isDown = false
    const stop = desk.subscribe((event) => {
      if (event.type !== 'order' || isDown) return
      isDown = true
      void postgres.down()
    })
    let answer: Answer
    try {
      answer = await send(on, limitAt('20000'))
      expect(answer).toMatchObject({ success: true, data: { trade_id: 1 } })
      await until(() => on.database.state.state === 'lost')
    } finally {
      stop()
      await postgres.down()
      await postgres.up()
    }
    await on.database.look()
    await until(async () => (await rows())[0]?.exchange_order_id === answer.data.exchange_order_id)
    expect(await rows()).toHaveLength(1)
  })

  test('after: what happened meanwhile is written', async () => {
    const on = await trading()
    const answer = await send(on, limitAt('20000'))
    await postgres.down()
    try {
      await on.django.ask('cancel_order', { broker_id: 1, order_id: answer.data.exchange_order_id, symbol: 'BTC/USDT' })
    } finally {
      await postgres.up()
    }
    await on.database.look()
    await until(async () => (await rows())[0]?.status === 'cancelled')
  })

  test('a lock that is held for long: the trade is refused in time, and has no row', async () => {
    const on = await trading()
    const other = openDatabase()
    onTestFinished(() => other.close())
    await other.transaction(async (query) => {
      await query('LOCK TABLE trading_manual_trade IN EXCLUSIVE MODE')
      const answer = await send(on, limitAt('20000'))
      expect(answer.success).toBe(false)
      expect(answer.error).toContain('held by somebody else')
    })
    expect(await rows()).toEqual([])
    expect((await on.django.ask('fetch_open_orders', { broker_id: 1 })).data).toEqual([])
  }, 30_000)
})

describe('a gateway that ends', () => {
  /** A keeper on the journal of a gateway, as the next run has it. */
  function nextRun(
    on: OnPractice & { readonly database: DjangoDatabase },
    orderNow?: TradeKeeperOptions['orderNow'],
  ): TradeKeeper {
    const [{ journal, manager }] = on.gateways
    const keeper = new TradeKeeper({
      database: () => on.database,
      policy: () => 'refuse',
      journal,
      orderNow:
        orderNow ?? ((accountId, { id, symbol }) => manager.clientFor(accountId).fetchOrder({ symbol, orderId: id })),
      hold: () => () => undefined,
      language: () => 'en',
      changed: () => undefined,
      clock: systemClock,
      logger: silentLogger,
    })
    onTestFinished(() => keeper.close())
    return keeper
  }

  test('before it has sent the order: the row says that nothing was sent', async () => {
    const on = await trading()
    const [{ trades }] = on.gateways
    await trades?.begin(newTrade(), true)
    expect(await rows()).toMatchObject([
      { status: 'pending', total_value: '200.00000000', exchange_client_order_id: 'xgr-never-sent' },
    ])
    trades?.close()
    nextRun(on).look()
    await until(async () => (await rows())[0]?.status === 'error')
    expect(await rows()).toMatchObject([
      { error_message: expect.stringContaining('interrupted before the order was sent') as string },
    ])
  })

  test('after the order, before its row knows: it is asked for, and one row says so', async () => {
    const on = await trading()
    const answer = await send(on, limitAt('20000'))
    on.gateways[0].trades?.close()
    await on.django.ask('cancel_order', { broker_id: 1, order_id: answer.data.exchange_order_id, symbol: 'BTC/USDT' })
    expect(await rows()).toMatchObject([{ status: 'pending' }])
    nextRun(on).look()
    await until(async () => (await rows())[0]?.status === 'cancelled')
    expect(await rows()).toHaveLength(1)
  })

  test('while its row is being added: the row is found, not added again', async () => {
    const on = await trading()
    const [{ trades, journal }] = on.gateways
    await trades?.begin(newTrade({ clientOrderId: 'xgr-lost' }), true)
    trades?.close()
    journal.flush()
    const [kept] = journal.djangoTrades.live(on.database.place)
    if (kept === undefined) throw new Error('nothing is kept')
    // As it stood before the database answered.
    journal.djangoTrades.put({
      ...kept,
      trade: kept.trade.replace('"tradeId":"1"', '"tradeId":null').replace('"isDue":false', '"isDue":true'),
    })
    const keeper = nextRun(on)
    keeper.look()
    await until(async () => (await rows())[0]?.status === 'error')
    expect(await rows()).toHaveLength(1)
  })
})

test('what is told of an order before it is answered is not forgotten', async () => {
  const on = await trading()
  const [{ trades }] = on.gateways
  const clientOrderId = 'xgr-told-first'
  await trades?.begin(newTrade({ clientOrderId }), true)
  const open = sampleOrder({ id: 'o-1', clientOrderId, quantity: Money.parse('0.01') })
  const filled: Order = {
    ...open,
    status: 'filled',
    filled: Money.parse('0.01'),
    averagePrice: Money.parse('19999'),
    fees: [],
  }
  trades?.happened({
    type: 'order',
    step: 'filled',
    order: filled,
    filledNow: filled.filled,
    role: 'single',
    bracketId: null,
    accountId: 'account-1',
    at: 1,
    learned: 'pushed',
    name: 'o-1 filled',
  })
  trades?.heed({
    type: 'order',
    accountId: 'account-1',
    journalId: 1,
    clientOrderId,
    outcome: { outcome: 'accepted', journalId: 1, clientOrderId, placed: { order: open, legs: [], notes: [] } },
    asked: { origin: redisOrigin('any'), symbol: 'BTC/USDT', side: 'buy' },
  })
  await trades?.settled(clientOrderId)
  expect(await rows()).toMatchObject([{ status: 'executed', exchange_order_id: 'o-1', filled_price: '19999.00000000' }])
})

test('an order that takes another one’s place stays in its row', async () => {
  const on = await trading()
  const [{ trades }] = on.gateways
  const answer = await send(on, limitAt('20000'))
  const edited = await on.django.ask('edit_order', {
    broker_id: 1,
    order_id: answer.data.exchange_order_id,
    symbol: 'BTC/USDT',
    amount: py('0.02'),
    price: py('20500.0'),
  })
  expect(edited).toMatchObject({ success: true })
  await until(async () => (await rows())[0]?.price === '20500.00000000')
  expect(await rows()).toMatchObject([
    { status: 'pending', quantity: '0.02000000', exchange_order_id: edited.data.order_id },
  ])
  // Late news of the one that is gone.
  const gone = sampleOrder({
    id: answer.data.exchange_order_id as unknown as string,
    status: 'cancelled',
    clientOrderId: answer.data.client_order_id as unknown as string,
  })
  trades?.happened({
    type: 'order',
    step: 'ended',
    order: gone,
    filledNow: gone.filled,
    role: 'single',
    bracketId: null,
    accountId: 'account-1',
    at: 1,
    learned: 'asked',
    name: 'gone',
  })
  expect(trades?.standing()).toMatchObject({ waiting: 0 })
})

test('an order of Terminal 3’s has a row that says so, and is sent whether there is a database or not', async () => {
  const on = await trading()
  const order = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', type: 'market', amount: py('60.0') }
  const place = (): Promise<Answer> => on.django.ask('place_order', order, { trace_id: 'c0ffee' })
  expect(await place()).toMatchObject({ success: true })
  await until(async () => (await rows()).length === 1)
  expect(await rows()).toMatchObject([
    { source: 'terminal3', trade_type: 'webhook', status: 'executed', total_value: '60.00000000' },
  ])
  await postgres.down()
  try {
    expect(await place()).toMatchObject({ success: true })
  } finally {
    await postgres.up()
  }
  await on.database.look()
  await until(async () => (await rows()).length === 2)
})

test('a login without the rights is refused the trade, with a sentence', async () => {
  await postgres.run(`CREATE ROLE reader LOGIN PASSWORD 'x'`)
  const database = new DjangoDatabase({
    connection: { options: postgres.options('reader'), password: 'x' },
    clock: systemClock,
    logger: silentLogger,
  })
  database.start()
  await until(() => database.state.state === 'connected')
  const on = await trading('refuse', { django: { database: () => database, policy: () => 'refuse' } })
  onTestFinished(() => database.close())
  const answer = await send(on, limitAt('20000'))
  expect(answer.error).toContain('lacks rights')
  const { state } = database
  if (state.state !== 'connected') throw new Error('it is not connected')
  await postgres.run(...state.grants)
  expect(await send(on, limitAt('20000'))).toMatchObject({ success: true })
})

test('where no rows are wanted, none are written', async () => {
  const on = await trading('off')
  expect(await send(on)).toMatchObject({ success: true })
  expect(await rows()).toEqual([])
})

test('a request that another gateway had has one row', async () => {
  const on = await trading('refuse')
  await postgres.run(
    `INSERT INTO trading_manual_trade (user_id, broker_id, trade_type, source, symbol, side, order_type, quantity, total_value, status,
       exchange_client_order_id, pnl_calculation_method, created_at)
     VALUES (1, 1, 'manual', 'trading_manual', 'BTC/USDT', 'buy', 'market', 1, 1, 'pending', '${clientOrderIdOf(redisOrigin('mine-2'), 'broker 1')}', 'none', now())`,
  )
  const answer = await send(on, { client_order_id: 'mine-2' })
  expect(answer).toMatchObject({ success: true, data: { trade_id: 1 } })
  expect(await rows()).toMatchObject([{ status: 'executed' }])
})

test('an account whose broker Django has not is refused the trade, with a sentence', async () => {
  const on = await trading()
  await postgres.run('UPDATE brokers SET id = 9 WHERE id = 1')
  try {
    expect((await send(on, limitAt('20000'))).error).toContain('knows no such broker or user')
  } finally {
    await postgres.run('UPDATE brokers SET id = 1 WHERE id = 9')
  }
  expect(await rows()).toEqual([])
})

test.each([
  [
    'whose disk is full',
    [
      `CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$`,
      'CREATE TRIGGER no_room BEFORE INSERT ON trading_manual_trade FOR EACH ROW EXECUTE FUNCTION no_room()',
    ],
    ['DROP TRIGGER no_room ON trading_manual_trade', 'DROP FUNCTION no_room()'],
    'has no room left on its disk',
  ],
  [
    'of a later version of Django’s tables',
    ['ALTER TABLE trading_manual_trade ADD COLUMN strategy text NOT NULL'],
    ['ALTER TABLE trading_manual_trade DROP COLUMN strategy'],
    'Django’s tables are not as they are expected',
  ],
  [
    'that lets nobody add rows any more',
    ['ALTER DATABASE postgres SET default_transaction_read_only = on'],
    ['ALTER DATABASE postgres RESET default_transaction_read_only'],
    'is read-only',
  ],
])('a database %s: the trade is not sent, with a sentence', async (_what, spoil, mend, words) => {
  await postgres.run(...spoil)
  try {
    const on = await trading()
    const answer = await send(on, limitAt('20000'))
    expect(answer.error).toContain('The order was not sent, because its row cannot be written')
    expect(answer.error).toContain(words)
    expect((await on.django.ask('fetch_open_orders', { broker_id: 1 })).data).toEqual([])
  } finally {
    await postgres.run('SET default_transaction_read_only = off', ...mend)
  }
  expect(await rows()).toEqual([])
})
