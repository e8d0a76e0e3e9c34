import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import { Money } from '../../src-shared/money.ts'
import { windowOn } from '../gateway/from-the-window.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(
    ...djangoTables,
    `INSERT INTO users (id, username) VALUES (1, 'anne')`,
    `INSERT INTO brokers (id, user_id, exchange, name, description, api_key, api_secret, is_default, is_testnet, is_active,
       type_de_trading, created_at, updated_at) VALUES (1, 1, 'binance', 'b', '', '', '', true, true, true, 'OFF', now(), now())`,
  )
})
afterAll(() => postgres.close())

const moneyOf = (value: unknown): Money => Money.parse(typeof value === 'string' ? value : '')

test('an order of the window has a row where that is chosen, and none where not', async () => {
  const folder = temporaryFolder()
  const gateway = await Gateway.start({
    dataFolder: folder,
    redis: { host: '127.0.0.1', port: 1, given: true },
    host: 'browser',
    log: openLog(folder),
  })
  onTestFinished(() => gateway.close())
  const call = windowOn(() => gateway.panel)
  const password = { kind: 'set', text: postgres.owner.password } as const
  await call('database.save', { options: postgres.options(postgres.owner.user), password, thisRunOnly: true })
  await until(() => gateway.status().database.state === 'connected')
  const [account] = gateway.accounts.list()
  const place = (): Promise<unknown> =>
    call('orders.place', {
      accountId: account?.id ?? '',
      formId: randomUUID(),
      request: {
        kind: 'market',
        symbol: 'BTC/USDT',
        side: 'sell',
        amount: { unit: 'base', value: '0.001' },
        exits: null,
      },
    })
  expect(await place()).toMatchObject({ outcome: 'accepted' })
  await call('settings.set', { djangoPanelTrades: true })
  expect(await place()).toMatchObject({ outcome: 'accepted' })
  const rows = (): ReturnType<Postgres['run']> =>
    postgres.run('SELECT source, status, side, quantity, total_value, filled_price FROM trading_manual_trade')
  await until(async () => (await rows()).length > 0)
  const [row, ...others] = await rows()
  expect(others).toEqual([])
  expect(row).toMatchObject({ source: 'gateway_panel', status: 'executed', side: 'sell', quantity: '0.00100000' })
  // It named no price: its worth is what was executed.
  expect(moneyOf(row?.total_value)).toEqual(moneyOf(row?.filled_price).times(Money.parse('0.001')))
})
