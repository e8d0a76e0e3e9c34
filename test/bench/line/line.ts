import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { makeCertificates } from '../../redis/support/redis-variants.ts'
import { Contender, type ContenderName } from '../contender.ts'
import { median } from '../figures.ts'
import { prices } from '../plan.ts'
import type { Stage } from '../stage.ts'
import { throughput } from '../throughput.ts'
import { openSlowLine } from './slow-line.ts'

/** How long an order took over a slow line, in ms: one after the other, and the first after a pause. */
export interface LineFigures {
  readonly roundTripMs: number
  readonly idleS: number
  readonly orders: readonly {
    readonly name: ContenderName
    readonly warmMs: number
    readonly afterIdleMs: number
  }[]
  /** Requests a second of many callers whose Redis is far from the gateway. */
  readonly redis: {
    readonly roundTripMs: number
    readonly callers: number
    readonly ticker: number
    readonly orders: number
  }
}

const delayMs = 40
const idleS = 90
const warmOrders = 20
const names = ['floor', 'ours', 'ours, by socket', 'ccxt'] as const

/** Orders on Binance behind TLS and a line of 40 ms each way. */
export async function measureLine(stage: Stage, say: (line: string) => void): Promise<LineFigures> {
  await using certificates = await makeCertificates()
  const cert = await readFile(certificates.file('server', 'crt'))
  const key = await readFile(certificates.file('server', 'key'))
  const line = await openSlowLine({ to: stage.port, delayMs, certificate: { cert, key } })
  const contenders: Contender[] = []
  try {
    const env = { NODE_EXTRA_CA_CERTS: certificates.file('ca', 'crt') }
    for (const name of names) {
      const accounts = (await stage.openAccounts(name)).filter(({ exchange }) => exchange === 'binance')
      const far = accounts.map((account) => ({ ...account, baseUrl: `https://127.0.0.1:${line.port}/binance` }))
      contenders.push(await Contender.start(name, far, { env: { ...stage.keyring.env, ...env } }))
    }
    say(`orders over a line of ${delayMs} ms each way`)
    const warm: number[][] = []
    for (const contender of contenders) warm.push(await ordersOf(contender, warmOrders))
    say(`${idleS} s of quiet`)
    await delay(idleS * 1_000)
    const idle = await Promise.all(contenders.map((contender) => ordersOf(contender, 1)))
    const orders = contenders.map(({ name }, index) => ({
      name,
      warmMs: median(warm[index]?.slice(warmOrders / 4) ?? []),
      afterIdleMs: idle[index]?.[0] ?? NaN,
    }))
    return { roundTripMs: 2 * delayMs, idleS, orders, redis: await farRedis(stage, say) }
  } finally {
    for (const contender of contenders) await contender.close()
    line.close()
  }
}

const redisDelayMs = 25
const callers = 200
const redisMs = 5_000

async function farRedis(stage: Stage, say: (line: string) => void): Promise<LineFigures['redis']> {
  say(`Redis ${2 * redisDelayMs} ms away`)
  const lines: { close: () => void }[] = []
  const lineTo = async (to: number): Promise<number> => {
    const line = await openSlowLine({ to, delayMs: redisDelayMs, certificate: null })
    lines.push(line)
    return line.port
  }
  const contender = await Contender.start('ours', await stage.openAccounts('ours'), stage.keyring, lineTo)
  try {
    for (const load of ['ticker', 'place and cancel'] as const) await throughput(contender, load, callers, redisMs / 2)
    const ticker = await throughput(contender, 'ticker', callers, redisMs)
    const orders = await throughput(contender, 'place and cancel', callers, redisMs)
    return { roundTripMs: 2 * redisDelayMs, callers, ticker, orders }
  } finally {
    await contender.close()
    for (const line of lines) line.close()
  }
}

async function ordersOf({ name, caller }: Contender, count: number): Promise<number[]> {
  const times: number[] = []
  for (let each = 0; each < count; each += 1) {
    const order = { broker_id: 1, symbol: 'BTC/USDT', side: 'buy', amount: 0.01, type: 'limit', price: prices[0] }
    const { ms, success, error } = await caller.ask('place_order', order)
    if (!success) throw new Error(`${name}: ${error ?? 'refused'}`)
    times.push(ms)
  }
  return times
}
