import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { withoutPermit } from '../../src-main/exchange/http/permit.ts'
import { Money } from '../../src-shared/money.ts'
import type { Exits } from '../../src-shared/order.ts'
import { type ExchangeOptions, type PracticeHarness, startPracticeHarness } from './practice-harness.ts'

const m = (text: string): Money => Money.parse(text)
const key = { accountId: 'first', apiKey: 'practice-key-1' }
const secret = Buffer.from('practice-secret-1').toString('base64')
const withPassphrase = { ...key, secret, passphrase: 'practice-passphrase-1' }
const columns: Readonly<Record<string, ExchangeOptions>> = {
  binance: { exchange: 'binance', account: { ...key, secret } },
  'bitget classic': { exchange: 'bitget', account: withPassphrase, accountKind: 'classic' },
  'bitget unified': { exchange: 'bitget', account: withPassphrase, accountKind: 'unified' },
  kucoin: { exchange: 'kucoin', account: withPassphrase },
  kraken: { exchange: 'kraken', account: { ...key, secret } },
}

let harness: PracticeHarness
afterEach(() => harness.close())

/** What the clients tell for Django's sake alone. */
async function on(column: string): Promise<PracticeHarness> {
  const options = columns[column]
  if (options === undefined) throw new Error(`no column ${column}`)
  harness = await startPracticeHarness({}, options)
  return harness
}

const leg = (price: string): Exits['stopLoss'] => ({ triggerPrice: m(price), limitPrice: null })
const texts = (exits: Exits | null): unknown => JSON.parse(JSON.stringify(exits))

async function openEntry({ client }: PracticeHarness, exits: Exits): Promise<Exits | null> {
  const symbol = 'BTC/USDT'
  const request = await client.normalise({
    kind: 'limit',
    symbol,
    side: 'buy',
    quantity: m('0.01'),
    price: m('50000'),
    timeInForce: 'gtc',
    postOnly: false,
    exits,
  })
  const placed = await client.placeOrder(request, 'xgc0123456789bcdfghjklmnpqr', withoutPermit)
  const open = (await client.fetchOpenOrders(symbol)).find(({ id }) => id === placed.order.id)
  if (open === undefined) throw new Error('the entry is not open')
  return client.exitsOf(open)
}

describe('the exits that an open entry carries', () => {
  it.each(['bitget classic', 'bitget unified'])('are its presets on %s', async (column) => {
    const exits = { takeProfit: leg('70000'), stopLoss: leg('45000') } as Exits
    expect(texts(await openEntry(await on(column), exits))).toEqual(texts(exits))
  })

  it('are its conditional close on kraken', async () => {
    const exits = { takeProfit: null, stopLoss: leg('45000') } as Exits
    expect(texts(await openEntry(await on('kraken'), exits))).toEqual(texts(exits))
  })

  it('are orders of their own on binance', async () => {
    expect(await openEntry(await on('binance'), { takeProfit: null, stopLoss: leg('45000') } as Exits)).toBeNull()
  })
})

describe('other names of a client order id', () => {
  it('are its number on kraken, both ways', async () => {
    const id = 'ARISTO_1_1790000000_ab12'
    const number = createHash('sha256').update(id).digest().readUInt32BE(0) % 2_147_483_647
    expect((await on('kraken')).client.crossReferences(id)).toEqual([
      { key: `kraken_userref:${number}`, value: id },
      { key: `kraken_client_order_id:${id}`, value: String(number) },
    ])
  })

  it.each(['binance', 'bitget classic', 'kucoin'])('are none on %s', async (column) => {
    expect((await on(column)).client.crossReferences('xgr1')).toEqual([])
  })
})

describe('what the fills of an order cost', () => {
  it.each(Object.keys(columns))('is told on %s, by order', async (column) => {
    const { client } = await on(column)
    const request = await client.normalise({
      kind: 'market',
      symbol: 'BTC/USDT',
      side: 'buy',
      amount: { unit: 'quote', value: m('60') },
      exits: null,
    })
    const { order } = await client.placeOrder(request, 'xgc0123456789bcdfghjklmnpqr', withoutPermit)
    const fees = await client.fetchOrderFees(order)
    expect(fees).toHaveLength(1)
    expect(fees?.[0]?.amount.isPositive()).toBe(true)
  })
})
