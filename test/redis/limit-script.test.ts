import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { usableOf } from '../../src-main/exchange/http/limit-pool.ts'
import { divideScript } from '../../src-main/redis/limit-script.ts'
import { type OwnRedisServer, startOwnRedis } from '../../src-main/redis/service/own-server.ts'

let server: OwnRedisServer
let redis: Redis

beforeAll(async () => {
  server = await startOwnRedis()
  redis = new Redis({ host: '127.0.0.1', port: server.port })
})
afterAll(async () => {
  redis.disconnect()
  await server.close()
})
beforeEach(async () => {
  await redis.flushall()
})

const keepMs = 600_000

interface Member {
  readonly name: string
  readonly state: 'a' | 's' | 'A' | 'S'
  /** Since it should have shown itself again, in ms; negative: it still lives so long. */
  readonly ageMs: number
  /** What is noted of the pool: units, wanted, since, unit. */
  readonly pool?: readonly [number, number, number, number]
  /** What it knows to be usable of the pool; missing: what we know. */
  readonly usable?: number
}

interface Asked {
  readonly stands: 'h' | 'a' | 's' | 'p' | 'S'
  readonly held?: number
  readonly wanted?: number
  readonly unit?: number
  readonly falls?: boolean
  readonly limit?: number
  readonly ended?: readonly string[]
}

/** Asks for a pool of 100 that counts for 60 s, 95 of which are usable. */
async function ask({ stands, held = 0, wanted = 0, unit = 1, falls = false, limit = 100, ended = [] }: Asked) {
  const usable = usableOf(limit)
  const words = ['me', 'limit:', 5_000, keepMs, 120_000, stands, '{}', ended.length, ...ended, 0]
  words.push('p', limit, usable, 60_000, falls ? 1 : 0, held, wanted, unit)
  const reply = (await redis.eval(divideScript, 3, 'limits', 'rests', 'clock', ...words)) as [string, [], [], number[]]
  return { state: reply[0], noted: reply[3][0], target: reply[3][1] }
}

async function prepare(members: readonly Member[], known: number): Promise<void> {
  for (const { name, state, ageMs, pool, usable = known } of members) {
    await redis.hset('limits', name, `${Date.now() - ageMs} ${state} {}`)
    if (pool !== undefined) await redis.hset('limit:p', name, [...pool, usable].join(' '))
  }
}

const living = { state: 's', ageMs: -5_000 } as const

it.each<{ readonly what: string; readonly members: readonly Member[]; readonly asked: Asked; readonly gets: object }>([
  { what: 'nobody else is there: alone', members: [], asked: { stands: 'h' }, gets: { state: 'a' } },
  {
    what: 'one that is alone has all but the margin',
    members: [{ name: 'o', state: 'a', ageMs: -1_000 }],
    asked: { stands: 'h', wanted: 50 },
    gets: { state: 's', noted: 5, target: 5 },
  },
  {
    what: 'one that was alone and is cut off keeps all for as long as that counts',
    members: [{ name: 'o', state: 'a', ageMs: 59_000 }],
    asked: { stands: 'h', wanted: 50 },
    gets: { state: 's', noted: 5 },
  },
  {
    what: 'and then half of it',
    members: [{ name: 'o', state: 'a', ageMs: 61_000 }],
    asked: { stands: 'h', wanted: 90 },
    gets: { state: 's', noted: 53 },
  },
  {
    what: 'and nothing in the end',
    members: [{ name: 'o', state: 'a', ageMs: keepMs + 1_000 }],
    asked: { stands: 'h', wanted: 90 },
    gets: { state: 'a' },
  },
  {
    what: 'one that has ended has nothing once its use does not count any more',
    members: [{ name: 'o', state: 'A', ageMs: 61_000 }],
    asked: { stands: 'h', wanted: 90 },
    gets: { state: 's', noted: 90 },
  },
  {
    what: 'one that has ended leaves what it told, or a quarter',
    members: [{ name: 'o', state: 'A', ageMs: 1_000 }],
    asked: { stands: 'h', wanted: 90 },
    gets: { state: 's', noted: 76 },
  },
  {
    what: 'as much as it told',
    members: [{ name: 'o', state: 'A', ageMs: 1_000, pool: [70, 0, 1, 1] }],
    asked: { stands: 'h', wanted: 90 },
    gets: { state: 's', noted: 30 },
  },
  {
    what: 'that it has ended another may know',
    members: [{ name: 'o', state: 's', ageMs: 61_000, pool: [80, 80, 1, 1] }],
    asked: { stands: 'p', wanted: 90, ended: ['o'] },
    gets: { noted: 90, target: 90 },
  },
  {
    what: 'what one that has ended used of a counter falls',
    members: [{ name: 'o', state: 'S', ageMs: 30_000, pool: [80, 80, 1, 1] }],
    asked: { stands: 'p', wanted: 90, falls: true },
    gets: { noted: 55 },
  },
  {
    what: 'one that is cut off keeps its units',
    members: [{ name: 'o', state: 's', ageMs: 300_000, pool: [80, 80, 1, 1] }],
    asked: { stands: 'p', wanted: 90 },
    gets: { noted: 15, target: 15 },
  },
  {
    what: 'what is free is given, and who has too much is to give up some',
    members: [{ name: 'o', ...living, pool: [80, 90, 1, 1] }],
    asked: { stands: 'p', wanted: 90 },
    gets: { noted: 15, target: 47 },
  },
  {
    what: 'who wants little leaves the rest to the others',
    members: [
      { name: 'o', ...living, pool: [5, 5, 1, 1] },
      { name: 'q', ...living, pool: [20, 20, 1, 1] },
    ],
    asked: { stands: 'p', wanted: 90 },
    gets: { noted: 70, target: 70 },
  },
  {
    what: 'one that does not know yet how large the limit is has its part all the same',
    members: [{ name: 'o', ...living, pool: [400, 400, 1, 1], usable: 950 }],
    asked: { stands: 'p', wanted: 90 },
    gets: { noted: 90, target: 90 },
  },
  {
    what: 'what was declared as given up is free',
    members: [{ name: 'me', ...living, pool: [90, 90, 1, 1] }],
    asked: { stands: 's', held: 30, wanted: 0 },
    gets: { noted: 30, target: 0 },
  },
  {
    what: 'no more is held than was noted, whatever is declared',
    members: [
      { name: 'me', ...living, pool: [10, 90, 1, 1] },
      { name: 'o', ...living, pool: [85, 90, 1, 1] },
    ],
    asked: { stands: 's', held: 60, wanted: 60 },
    gets: { noted: 10 },
  },
  {
    what: 'one that was alone says itself what it holds',
    members: [
      { name: 'me', state: 'a', ageMs: -1_000 },
      { name: 'o', ...living },
    ],
    asked: { stands: 's', held: 95, wanted: 20 },
    gets: { noted: 95, target: 20 },
  },
  {
    what: 'too little for two: who waits comes before who has it',
    members: [{ name: 'o', ...living, pool: [1, 1, 50, 1] }],
    asked: { stands: 'p', wanted: 1, limit: 1 },
    gets: { noted: 0, target: 1 },
  },
  {
    what: 'too little for two: who has it gives it up for who waits',
    members: [
      { name: 'me', ...living, pool: [1, 1, 40, 1] },
      { name: 'o', ...living, pool: [0, 1, 50, 1] },
    ],
    asked: { stands: 's', held: 1, wanted: 1, limit: 1 },
    gets: { noted: 1, target: 0 },
  },
  {
    what: 'parts smaller than one request are not given: in turns',
    members: [
      { name: 'o', ...living, pool: [8, 8, 50, 8] },
      { name: 'q', ...living, pool: [0, 8, 10, 8] },
    ],
    asked: { stands: 'p', wanted: 8, unit: 8, limit: 15 },
    gets: { noted: 6, target: 8 },
  },
  {
    what: 'one that others were lost for: Redis has lost what it held, nobody gets more',
    members: [],
    asked: { stands: 's', held: 30, wanted: 90 },
    gets: { state: 's', noted: 30 },
  },
])('$what', async ({ members, asked, gets }) => {
  await prepare(members, usableOf(asked.limit ?? 100))
  expect(await ask(asked)).toMatchObject(gets)
})
