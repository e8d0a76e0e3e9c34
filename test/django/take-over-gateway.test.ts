import { startPracticeExchanges } from '@aristobot/practice'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Gateway } from '../../src-main/app/gateway.ts'
import { openLog } from '../../src-main/infra/log.ts'
import type { CallOutput } from '../../src-shared/contract.ts'
import { wholeJournal } from '../../src-shared/journal.ts'
import { windowOn } from '../gateway/from-the-window.ts'
import { allText, temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { encrypted, putBroker, secretKey } from './brokers.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

const key = { apiKey: 'CANARY-key-0123456789', secret: 'CANARY-secret-0123456789' }

let postgres: Postgres
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables)
})
afterAll(() => postgres.close())

/** A gateway that is connected to the database, with everything that its window was told. */
async function setUp() {
  const folder = temporaryFolder()
  const practice = await startPracticeExchanges({ seed: 'take-over' })
  onTestFinished(() => practice.close())
  const gateway = await Gateway.start({
    dataFolder: folder,
    redis: { host: '127.0.0.1', port: 1, given: true },
    host: 'browser',
    log: openLog(folder),
  })
  onTestFinished(() => gateway.close())
  const said: string[] = []
  gateway.panel.subscribe((event) => said.push(JSON.stringify(event)))
  const call = windowOn(
    () => gateway.panel,
    (result) => said.push(JSON.stringify(result)),
  )
  await call('database.save', {
    options: postgres.options(postgres.owner.user),
    password: { kind: 'set', text: postgres.owner.password },
    thisRunOnly: true,
  })
  await until(() => gateway.status().database.state === 'connected')
  const takeOver = (brokerId: string, change: object = {}): Promise<unknown> =>
    call('brokers.takeOver', {
      brokerId,
      secretKey,
      place: { kind: 'practice', url: new URL(practice.controlUrl).origin },
      redisPermission: 'trade',
      thisRunOnly: true,
      acceptWithdrawals: false,
      despiteOpenWork: false,
      ...change,
    })
  return { folder, practice, gateway, said, call, takeOver }
}

test('what is taken over trades, is in the journal, and leaves no secret anywhere', async () => {
  await putBroker(postgres, { id: 5, apiKey: encrypted(key.apiKey), secret: encrypted(key.secret) })
  await putBroker(postgres, {
    id: 6,
    name: 'May withdraw',
    apiKey: encrypted('CANARY-w'),
    secret: encrypted('CANARY-s'),
  })
  const { folder, practice, gateway, said, call, takeOver } = await setUp()
  practice.openAccount('binance', key)
  const opened = await fetch(`${practice.controlUrl}/accounts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ exchange: 'binance', apiKey: 'CANARY-w', secret: 'CANARY-s', canWithdraw: true }),
  })
  expect(opened.ok).toBe(true)
  await until(() => gateway.status().notices.some((notice) => notice.key === 'take_over.new_brokers'))

  expect(await takeOver('5', { secretKey: 'CANARY-wrong' })).toBeNull()
  expect(said.at(-1)).toContain('take_over.secret_wrong')
  expect(await takeOver('6')).toBeNull()
  expect(said.at(-1)).toContain('account.key_can_withdraw')
  const taken = (await takeOver('5')) as CallOutput<'brokers.takeOver'>
  expect(taken).toMatchObject({ name: 'Main', brokerId: 5, userId: 7, health: { state: 'checked' } })
  expect(await call('balances.get', { accountId: taken.id })).not.toBeNull()
  const lines = await call('journal.search', {
    filter: { ...wholeJournal, lines: 'changes' },
    cursor: null,
    limit: 100,
  })
  expect(JSON.stringify(lines)).toContain(String.raw`\"added\":\"Main\"`)

  expect(await call('brokers.list', { secretKey })).toMatchObject({
    state: 'read',
    secret: 'right',
    brokers: [
      { brokerId: '5', here: { name: 'Main' } },
      { brokerId: '6', here: null },
    ],
  })
  // Both were shown.
  expect(gateway.status().notices.filter(({ key: name }) => name.startsWith('take_over.'))).toEqual([])
  await gateway.close()
  expect(said.length).toBeGreaterThan(5)
  expect(`${said.join('\n')}\n${allText(folder)}`).not.toMatch(/CANARY|gAAAA/)
})

test('without a database nothing is read, and that is said', async () => {
  const { call, said } = await setUp()
  await call('database.save', { options: null, password: { kind: 'none' }, thisRunOnly: true })
  expect(await call('brokers.list', { secretKey })).toBeNull()
  expect(said.at(-1)).toContain('database.off')
})
