import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { DjangoDatabase } from '../../src-main/django/django-database.ts'
import { SymbolKeeper } from '../../src-main/django/symbol-keeper.ts'
import { silentLogger, systemClock } from '../../src-main/infra/clock.ts'
import type { Account, ExchangeName } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Market } from '../../src-shared/market.ts'
import { Money } from '../../src-shared/money.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { sampleAccount } from '../support/sample-account.ts'
import { sampleMarket } from '../support/sample-market.ts'
import { until } from '../support/until.ts'
import { Postgres } from './postgres.ts'
import { djangoTables } from './tables.ts'

let postgres: Postgres
let database: DjangoDatabase
beforeAll(async () => {
  postgres = await Postgres.start()
  await postgres.run(...djangoTables)
  const { user, password } = postgres.owner
  database = new DjangoDatabase({
    connection: { options: postgres.options(user), password },
    clock: systemClock,
    logger: silentLogger,
  })
  database.start()
  await until(() => database.state.state === 'connected')
})
afterAll(async () => {
  await database.close()
  await postgres.close()
})
beforeEach(async () => {
  await postgres.run('TRUNCATE exchange_symbols')
})

const real: Account = sampleAccount({ exchange: 'binance', environment: { kind: 'production' } })
const testnet: Account = { ...real, id: 'acc-test', environment: { kind: 'testnet' } }
const market = (symbol: string, change: Partial<Market> = {}): Market => sampleMarket({ symbol, ...change })

/** Rows as a page of Django's finds them, by symbol. */
const rows = (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  postgres.run(
    `SELECT exchange, symbol, active, min_amount, max_amount, min_price, max_price, min_cost, amount_precision, price_precision
     FROM exchange_symbols ORDER BY exchange, symbol`,
  )
const active = async (): Promise<readonly unknown[]> =>
  (await rows()).flatMap((row) => (row.active === true ? [row.symbol] : []))

function keeperOf(
  accounts: readonly Account[],
  marketsOf: (accountId: string) => Promise<readonly Market[]>,
  clock = new FakeClock(),
): SymbolKeeper {
  const keeper = new SymbolKeeper({
    database: () => database,
    accounts: { list: () => accounts },
    marketsOf,
    changed: () => undefined,
    clock,
    logger: silentLogger,
  })
  onTestFinished(() => keeper.close())
  return keeper
}

const nobodyAsks = (): Promise<readonly Market[]> => Promise.reject(new Error('nobody asked'))

describe('Django’s list of symbols', () => {
  test('holds each market with its limits, as the pages read them', async () => {
    await keeperOf([real], nobodyAsks).write(real, [
      market('BTC/USDT', {
        tickSize: Money.parse('0.01'),
        lotStep: Money.parse('0.00001'),
        quantity: { min: Money.parse('0.00001'), max: Money.parse('9000') },
        price: { min: Money.zero, max: Money.parse('1000000000000') },
        notional: { min: Money.parse('5'), max: null },
      }),
      market('SHIB/USDT', { status: 'halted', lotStep: Money.parse('1'), tickSize: Money.zero }),
    ])
    expect(await rows()).toMatchObject([
      {
        exchange: 'binance',
        symbol: 'BTC/USDT',
        active: true,
        min_amount: 0.00001,
        max_amount: 9000,
        min_price: null,
        max_price: null,
        min_cost: 5,
        amount_precision: 5,
        price_precision: 2,
      },
      { symbol: 'SHIB/USDT', active: false, amount_precision: 0, price_precision: 8 },
    ])
  })

  test('is kept: what is new is added, what is gone is no longer active, other exchanges stay', async () => {
    await postgres.run(
      `INSERT INTO exchange_symbols (exchange, symbol, base, quote, active, type, raw_info, last_updated)
       VALUES ('binance', 'OLD/USDT', 'OLD', 'USDT', true, 'spot', '{}', now()),
              ('binance', 'BTC/USDT', 'BTC', 'USDT', false, 'spot', '{}', now()),
              ('binance', 'BTC/USDT', 'BTC', 'USDT', true, 'swap', '{}', now()),
              ('kraken', 'OLD/USD', 'OLD', 'USD', true, 'spot', '{}', now())`,
    )
    const keeper = keeperOf([real], nobodyAsks)
    await keeper.write(real, [market('BTC/USDT'), market('ETH/USDT')])
    expect(await active()).toEqual(['BTC/USDT', 'BTC/USDT', 'ETH/USDT', 'OLD/USD'])
    expect(keeper.list()).toMatchObject([
      { exchange: 'binance', counts: { total: 2, added: 1, gone: 1, tooLong: 0 }, problem: null },
    ])
  })

  test('an exchange that lists nothing leaves it as it is', async () => {
    const keeper = keeperOf([real], nobodyAsks)
    await keeper.write(real, [market('BTC/USDT')])
    await expect(keeper.write(real, [])).rejects.toMatchObject({ text: { key: 'database.no_markets' } })
    expect(await active()).toEqual(['BTC/USDT'])
    expect(keeper.list()).toMatchObject([{ counts: { total: 1 }, problem: { key: 'database.no_markets' } }])
  })

  test('what fails on the way is undone as a whole', async () => {
    const keeper = keeperOf([real], nobodyAsks)
    await keeper.write(real, [market('BTC/USDT')])
    await postgres.run(`ALTER TABLE exchange_symbols ADD CONSTRAINT no_doge CHECK (symbol <> 'DOGE/USDT')`)
    onTestFinished(async () => {
      await postgres.run('ALTER TABLE exchange_symbols DROP CONSTRAINT no_doge')
    })
    await expect(keeper.write(real, [market('DOGE/USDT'), market('ETH/USDT')])).rejects.toBeInstanceOf(GatewayError)
    expect(await active()).toEqual(['BTC/USDT'])
  })

  test('a name that does not fit is left out, and counted', async () => {
    const keeper = keeperOf([real], nobodyAsks)
    const long = 'A'.repeat(60)
    await keeper.write(real, [market('BTC/USDT'), market(`${long}/USDT`, { base: long })])
    expect(await active()).toEqual(['BTC/USDT'])
    expect(keeper.list()).toMatchObject([{ counts: { total: 1, tooLong: 1 } }])
  })

  test('markets of a testnet add what is missing, and change and end nothing', async () => {
    const keeper = keeperOf([testnet], nobodyAsks)
    await keeper.write(real, [market('BTC/USDT', { lotStep: Money.parse('0.001') }), market('ETH/USDT')])
    await keeper.write(testnet, [market('BTC/USDT', { lotStep: Money.parse('1') }), market('NEW/USDT')])
    await keeper.write(testnet, [market('BTC/USDT', { lotStep: Money.parse('1') })])
    expect(await active()).toEqual(['BTC/USDT', 'ETH/USDT', 'NEW/USDT'])
    expect((await rows())[0]).toMatchObject({ amount_precision: 3 })
  })

  test('two that write at once do not wait for each other forever', async () => {
    const many = Array.from({ length: 500 }, (_, index) => market(`C${index}/USDT`))
    await Promise.all([
      keeperOf([real], nobodyAsks).write(real, many),
      keeperOf([real], nobodyAsks).write(real, many.toReversed()),
      keeperOf([real], nobodyAsks).write(testnet, many.toReversed()),
    ])
    expect(await active()).toHaveLength(500)
  })
})

describe('the keeper of the lists', () => {
  test('writes each exchange’s at the start and once a day, from an account for real money where there is one', async () => {
    const asked: string[] = []
    const clock = new FakeClock()
    const kraken: Account = { ...testnet, id: 'acc-kraken', exchange: 'kraken' }
    const marketsOf = (id: string): Promise<readonly Market[]> => {
      asked.push(id)
      return Promise.resolve([market('BTC/USDT')])
    }
    const keeper = keeperOf([testnet, real, kraken], marketsOf, clock)
    const written = (exchange: ExchangeName): number | null =>
      keeper.list().find((each) => each.exchange === exchange)?.at ?? null
    keeper.look()
    await until(() => written('binance') !== null && written('kraken') !== null)
    expect(asked.toSorted()).toEqual([real.id, 'acc-kraken'].toSorted())
    keeper.look()
    await clock.advance(23 * 60 * 60_000)
    expect(asked).toHaveLength(2)
    await clock.advance(2 * 60 * 60_000)
    await until(() => asked.length === 4)
  })

  test('tries again in a quarter of an hour what did not work', async () => {
    let asked = 0
    const clock = new FakeClock()
    const marketsOf = (): Promise<readonly Market[]> => {
      asked += 1
      return asked === 1
        ? Promise.reject(new GatewayError('retryable', 'database.silent', { address: 'x' }))
        : Promise.resolve([market('BTC/USDT')])
    }
    const keeper = keeperOf([real], marketsOf, clock)
    keeper.look()
    await until(() => keeper.list()[0]?.problem?.key === 'database.silent')
    await clock.advance(16 * 60_000)
    await until(() => keeper.list()[0]?.problem === null)
    expect(asked).toBe(2)
  })
})
