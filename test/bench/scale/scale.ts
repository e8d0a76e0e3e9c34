import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { type Keyring, startKeyring } from '../../faults/run/keyring.ts'
import { fixed, table } from '../tables.ts'
import { type Scale, ScaleGroup } from './group.ts'
import { type Load, type Measured, measure } from './measure.ts'

const page = join(import.meta.dirname, '../../../docs/scaling.md')
const begin = '<!-- Written by `npm run bench -- --only scale`; do not edit by hand. -->'
const end = '<!-- until here -->'

const loads = ['ticker', 'place and cancel'] as const satisfies readonly Load[]
const alone: Scale = { gateways: 1, accounts: 1, moreMarkets: 0, isLimited: false }
const groups = [1, 2, 4]
const accountCounts = [1, 10, 100]
const marketCounts = [0, 487, 4_987]
/** What every practice exchange has. */
const ownMarkets = 13
const times = { warmMs: 2_000, ms: 5_000, limitedMs: 20_000 }

interface Row {
  readonly scale: Scale
  /** Tickers are not asked for where limits hold: ten callers would use a minute's weight up in seconds. */
  readonly results: Readonly<Partial<Record<Load, Measured>>>
  readonly refusals: number
  /** Orders at the exchange that nobody asked for. */
  readonly doubles: number
}

/** `npm run bench -- --only scale`: several gateways, many accounts, many markets. Writes its section of docs/scaling.md. */
export async function runScale(isJson: boolean, say: (line: string) => void): Promise<void> {
  const keyring = await startKeyring()
  try {
    const rows: Row[] = []
    const add = async (change: Partial<Scale>): Promise<Row> => {
      const scale = { ...alone, ...change }
      const row = await rowOf(scale, keyring)
      say(JSON.stringify(row))
      rows.push(row)
      return row
    }
    const gateways: Row[] = []
    for (const count of groups) gateways.push(await add({ gateways: count }))
    const limited: Row[] = []
    for (const count of groups) limited.push(await add({ gateways: count, isLimited: true }))
    const accounts: Row[] = []
    for (const count of accountCounts) accounts.push(await add({ accounts: count }))
    const markets: Row[] = []
    for (const count of marketCounts) markets.push(await add({ moreMarkets: count }))
    if (isJson) console.log(JSON.stringify(rows))
    else await write(section({ gateways, limited, accounts, markets }))
  } finally {
    await keyring.close()
  }
}

async function rowOf(scale: Scale, keyring: Keyring): Promise<Row> {
  const group = await ScaleGroup.start(scale, keyring)
  try {
    const { accounts, isLimited } = scale
    const callers = 10
    let placed = 0
    const results: Partial<Record<Load, Measured>> = {}
    for (const load of isLimited ? (['place and cancel'] as const) : loads) {
      const ms = isLimited ? times.limitedMs : times.ms
      if (!isLimited) placed += (await measure(group, { load, callers, accounts, ms: times.warmMs })).placed
      const result = await measure(group, { load, callers, accounts, ms })
      placed += result.placed
      results[load] = result
    }
    return { scale, results, refusals: await group.refusals(), doubles: (await group.ordersThere()) - placed }
  } finally {
    await group.close()
  }
}

async function write(text: string): Promise<void> {
  const before = await readFile(page, 'utf8')
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`${page} has no place for the figures`)
  await writeFile(page, before.slice(0, from) + text + before.slice(to))
}

const percent = (share: number): string => fixed(share * 100, 0)

function section(rows: Readonly<Record<'gateways' | 'limited' | 'accounts' | 'markets', readonly Row[]>>): string {
  const cellsOf = (row: Row, load: Load): readonly string[] => {
    const { perSecond, cpuMs, shares } = row.results[load] ?? { perSecond: 0, cpuMs: 0, shares: [] }
    return [fixed(perSecond, 0), fixed(cpuMs), shares.map(percent).join(' / ')]
  }
  const together = (row: Row, of: readonly Load[]): readonly string[] => [
    String(row.scale.gateways),
    ...of.flatMap((load) => cellsOf(row, load)),
    String(row.refusals),
    String(row.doubles),
  ]
  const headsOf = (of: readonly Load[]): readonly string[] => [
    'Gateways',
    ...of.flatMap((load) => [`${load}, a second`, 'CPU ms', 'shares, %']),
    'Refused',
    'Doubled',
  ]
  const cost = (row: Row, count: number): readonly string[] => [
    String(count),
    ...loads.flatMap((load) => cellsOf(row, load).slice(0, 2)),
  ]
  const costHeads = loads.flatMap((load) => [`${load}, a second`, 'CPU ms'])
  const orders = ['place and cancel'] as const
  return `${begin}

${cpus().length} cores, ${cpus()[0]?.model.trim() ?? ''}, Node ${process.versions.node}. The gateways, the practice exchange, Redis and ten callers
share them. CPU ms: processor time of all gateways together, for a request.

Several gateways on one Redis, for one account; the exchange's limits do not set the pace:

${table(
  headsOf(loads),
  rows.gateways.map((row) => together(row, loads)),
)}

The same with the practice exchange's own limit of 100 orders in ten seconds:

${table(
  headsOf(orders),
  rows.limited.map((row) => together(row, orders)),
)}

One gateway with more accounts, asked for in turn:

${table(
  ['Accounts', ...costHeads],
  rows.accounts.map((row) => cost(row, row.scale.accounts)),
)}

One gateway with more markets:

${table(
  ['Markets', ...costHeads],
  rows.markets.map((row) => cost(row, row.scale.moreMarkets + ownMarkets)),
)}

`
}
