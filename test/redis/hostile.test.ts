import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { actions } from '../../src-main/redis/actions/index.ts'
import { allMessages } from '../../src-shared/messages/index.ts'
import { until } from '../support/until.ts'
import type { Answer } from './support/django-client.ts'
import { running, type Running } from './support/running.ts'

let run: Running
beforeAll(async () => {
  run = await running({ language: () => 'fr' })
})
afterAll(() => run[Symbol.asyncDispose]())
/** Whatever came, the next request is served, nothing was placed, and nothing is left over. */
afterEach(async () => {
  expect((await run.django.ask('get_ticker', { broker_id: 1, symbol: 'BTC/USDT' })).success).toBe(true)
  expect(run.services.desk.placed).toHaveLength(0)
  await until(async () => (await run.django.processing()) === 0)
})

/** A request's text with `{…}` for its params (or anything else), asked under an id of its own. */
async function send(rest: string): Promise<Answer> {
  const id = randomUUID()
  await run.django.push(`{"request_id": "${id}", ${rest}`)
  return run.django.collect(id)
}
const tail = '"user_id": 1, "trace_id": null, "timestamp": 1.5}'
const withParams = (action: string, params: string): string => `"action": "${action}", "params": ${params}, ${tail}`
const order = (fields: string): string =>
  withParams('place_order', `{"broker_id": 1, "symbol": "BTC/USDT", "side": "sell", "amount": 1, ${fields}}`)
const amount = (value: string): string =>
  withParams('place_order', `{"broker_id": 1, "symbol": "BTC/USDT", "side": "sell", "amount": ${value}}`)

const internal = allMessages['error.internal']?.fr ?? ''

/** Each is answered by one sentence that says what is wrong, never by "an internal error". */
const hostile: readonly (readonly [string, string, RegExp])[] = [
  // Wrong types.
  ['an amount that is an object', amount('{"value": 1}'), /amount.*nombre/],
  ['an amount that is true', amount('true'), /amount.*nombre/],
  ['a side that is a number', order('"type": "limit", "price": 1, "side ": 5, "force": 7'), /force/],
  ['a type that is a list', order('"type": ["limit"]'), /type.*texte/],
  ['a price that is a word', order('"type": "limit", "price": "cheap"'), /price.*nombre/],
  ['a broker that is true', withParams('get_balance', '{"broker_id": true}'), /broker_id.*entier/],
  ['a broker that is a list', withParams('get_balance', '{"broker_id": [1]}'), /broker_id.*entier/],
  ['a broker below zero', withParams('get_balance', '{"broker_id": -1}'), /broker_id.*entier/],
  ['symbols that are an object', withParams('fetch_tickers', '{"broker_id": 1, "symbols": {}}'), /symbols/],
  ['symbols that are numbers', withParams('fetch_tickers', '{"broker_id": 1, "symbols": [1]}'), /symbols/],
  ['a time that is a date', withParams('fetch_closed_orders', '{"broker_id": 1, "since": "today"}'), /since/],
  ['params that are text', '"action": "get_balance", "params": "broker_id=1", ' + tail, /params.*objet/],
  ['params that are a number', '"action": "get_balance", "params": 1, ' + tail, /params.*objet/],
  ['a user that is an object', '"action": "get_balance", "params": {"broker_id": 1}, "user_id": {}}', /user_id/],
  ['a user that is 1.5', '"action": "get_balance", "params": {"broker_id": 1}, "user_id": 1.5}', /user_id/],
  ['an action that is a list', '"action": ["get_balance"], "params": {}, ' + tail, /action.*texte/],
  // Huge numbers.
  ['an amount of 1e400', amount('1e400'), /amount.*nombre/],
  ['an amount of 1e-400', amount('1e-400'), /amount.*nombre/],
  ['an amount of a thousand digits', amount('9'.repeat(1_000)), /amount.*nombre/],
  ['an amount of many decimals', amount(`0.${'0'.repeat(100)}1`), /amount.*nombre/],
  ['minus zero', amount('-0'), /amount.*supérieur à 0/],
  ['a broker beyond 2^53', withParams('get_balance', '{"broker_id": 9007199254740993}'), /broker_id.*entier/],
  ['a broker of 1e3', withParams('get_balance', '{"broker_id": 1e3}'), /broker_id.*entier/],
  ['a time beyond 2^53', withParams('fetch_closed_orders', '{"broker_id": 1, "end_time": 1e300}'), /end_time/],
  // Words that are no numbers.
  ['NaN', amount('NaN'), /amount.*NaN/],
  ['-Infinity', amount('-Infinity'), /amount.*-Infinity/],
  ['NaN far down', withParams('get_balance', '{"broker_id": 1, "a": [[{"b": NaN}]]}'), /b.*NaN/],
  ['Infinity as text', amount('"Infinity"'), /amount.*nombre/],
  // Deep, large, many.
  ['lists in lists', withParams('get_balance', '['.repeat(200_000)), /16 niveaux/],
  ['objects in objects', withParams('get_balance', '{"a":'.repeat(150_000)), /16 niveaux/],
  [
    '5 MB of text',
    withParams('get_balance', `{"broker_id": 1, "note": "${'é'.repeat(2_500_000)}"}`),
    /au plus 1000000/,
  ],
  ['5 MB of escapes', withParams('get_balance', `{"note": "${'\\u0000'.repeat(900_000)}"}`), /au plus 1000000/],
  [
    'many fields',
    withParams('get_balance', `{${Array.from({ length: 20_000 }, (_, index) => `"k${index}":1`).join(',')}}`),
    /plus de 10000 champs/,
  ],
  ['a long field name', withParams('get_balance', `{"${'k'.repeat(1_000)}": 1}`), /plus de 256 caractères/],
  ['a long symbol', withParams('get_ticker', `{"broker_id": 1, "symbol": "${'A'.repeat(200)}"}`), /symbol.*128/],
  ['a long action', `"action": "${'a'.repeat(500)}", "params": {}, ${tail}`, /action.*100/],
  ['many symbols', withParams('fetch_tickers', `{"broker_id": 1, "symbols": [${'"A",'.repeat(6_000)}"A"]}`), /5000/],
  // The same key twice, in whatever spelling.
  ['a key twice', withParams('get_balance', '{"broker_id": 1, "broker_id": 2}'), /deux fois le champ broker_id/],
  ['a key twice by escape', withParams('get_balance', '{"broker_id": 1, "broker\\u005fid": 2}'), /deux fois/],
  ['two spellings of a key', withParams('get_balance', '{"broker_id": 1, "brokerId": 2}'), /contredisent/],
  ['three spellings of a key', withParams('get_balance', '{"BROKER_ID": 2, "brokerid": 1}'), /contredisent/],
  ['another request_id', `"request_id": "x", ${withParams('get_balance', '{"broker_id": 1}')}`, /deux fois/],
  // Keys and names that mean something to JavaScript.
  ['__proto__', withParams('get_balance', '{"__proto__": {"broker_id": 1}}'), /__proto__/],
  ['__proto__ by escape', withParams('get_balance', '{"\\u005f\\u005fproto__": {"broker_id": 1}}'), /__proto__/],
  ['constructor', withParams('get_balance', '{"constructor": {"prototype": 1}}'), /constructor/],
  ['prototype', withParams('get_balance', '{"prototype": 1}'), /prototype/],
  ['the action __proto__', `"action": "__proto__", "params": {}, ${tail}`, /__proto__.*inconnue/],
  ['the action toString', `"action": "toString", "params": {}, ${tail}`, /toString.*inconnue/],
  ['the symbol __proto__', withParams('get_ticker', '{"broker_id": 1, "symbol": "__proto__"}'), /__proto__/],
  ['the side constructor', order('"type": "limit", "price": 1, "force": "constructor"'), /force/],
  [
    'the time frame valueOf',
    withParams('get_candles', '{"broker_id":1,"symbol":"BTC/USDT","timeframe":"valueOf"}'),
    /timeframe/,
  ],
  // Texts that look like others.
  ['a Cyrillic B', withParams('get_ticker', '{"broker_id": 1, "symbol": "ВTC/USDT"}'), /pas coté/],
  ['a zero-width space', withParams('get_ticker', '{"broker_id": 1, "symbol": "BTC\\u200b/USDT"}'), /pas coté/],
  ['text that runs backwards', withParams('get_ticker', '{"broker_id": 1, "symbol": "\\u202eTDSU/CTB"}'), /pas coté/],
  ['a fraction slash', withParams('get_ticker', '{"broker_id": 1, "symbol": "BTC\\u2044USDT"}'), /pas coté/],
  ['full-width digits', amount('"１"'), /amount.*nombre/],
  ['Arabic digits', amount('"١"'), /amount.*nombre/],
  ['half a surrogate', withParams('get_ticker', '{"broker_id": 1, "symbol": "\\ud800"}'), /pas coté/],
  ['a NUL', withParams('get_ticker', '{"broker_id": 1, "symbol": "BTC/USDT\\u0000"}'), /pas coté/],
  ['a letter that grows', withParams('get_ticker', `{"broker_id": 1, "symbol": "${'ß'.repeat(100)}"}`), /pas coté/],
  ['an action in other letters', `"action": "gеt_balance", "params": {"broker_id": 1}, ${tail}`, /inconnue/],
  // Missing and broken parts.
  ['no params', `"action": "get_balance", ${tail}`, /broker_id.*obligatoire/],
  ['null for params', `"action": "get_balance", "params": null, ${tail}`, /broker_id.*obligatoire/],
  ['no action', `"params": {}, ${tail}`, /action.*obligatoire/],
  ['an empty action', `"action": "", "params": {}, ${tail}`, /action.*obligatoire/],
  ['no user', '"action": "get_balance", "params": {"broker_id": 1}}', /user_id.*obligatoire/],
  ['cut off', '"action": "get_balance", "params": {"broker_id": 1', /JSON valide/],
  ['more after the end', `${withParams('get_balance', '{"broker_id": 1}')} {}`, /JSON valide/],
  ['a comment', `"action": "get_balance", /* now */ "params": {}, ${tail}`, /JSON valide/],
  ['a trailing comma', '"action": "get_balance", "params": {"broker_id": 1,}}', /JSON valide/],
  ['hexadecimal', amount('0x10'), /JSON valide/],
  ['a raw line break in a text', '"action": "get\nbalance"}', /JSON valide/],
]

describe('a hostile envelope', () => {
  it.each(hostile)('%s', async (_name, rest, error) => {
    const answer = await send(rest)
    expect(Object.keys(answer).sort()).toEqual(
      ['data', 'error', 'processing_time_ms', 'request_id', 'success', 'text'].sort(),
    )
    expect(answer).toMatchObject({ success: false, data: null })
    expect(answer.error).toMatch(error)
    expect(answer.error).not.toBe(internal)
    expect(answer.error?.length).toBeLessThan(400)
  })
})

it.each([...actions.keys()])('%s without any parameter is one sentence, or an answer', async (action) => {
  const answer = await send(withParams(action, '{}'))
  expect(answer.success).toBe(action === 'preload_brokers')
  expect(answer.error).not.toBe(internal)
})

it('nobody’s prototype was touched', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as { broker_id?: unknown }).broker_id).toBeUndefined()
})

it('thousands of them leave no memory behind', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const inUse = (): number => {
    collect()
    collect()
    return process.memoryUsage().heapUsed
  }
  const large = withParams('get_balance', `{"broker_id": 1, "note": "${'x'.repeat(1_100_000)}"}`)
  const kinds = [large, ...hostile.filter(([, rest]) => rest.length < 10_000).map(([, rest]) => rest)]
  const storm = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 50) {
      const batch = Array.from({ length: 50 }, (_, offset) => send(kinds[(index + offset) % kinds.length] ?? ''))
      await Promise.all(batch)
    }
  }
  // What is remembered by request id has its own bound: it is full before the first look.
  await storm(5_500)
  const before = inUse()
  await storm(3_000)
  expect(inUse() - before).toBeLessThan(20_000_000)
}, 120_000)
