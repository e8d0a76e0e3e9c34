import { fdatasyncSync, openSync, writeSync } from 'node:fs'
import { Agent, request } from 'undici'
import { Credentials } from '../../../src-main/exchange/accounts/credentials.ts'
import type { BenchAccount } from '../accounts.ts'
import { type Built, builders } from './floor-requests.ts'
import { type Asked, serve } from './serve.ts'

/**
 * What no gateway can go below: each request of the list is one signed request to the exchange, without any rule,
 * limit, memory or record. With a file named, orders are written there and synced to the disk before they leave: the
 * floor of a gateway that may not forget an order. Arguments: Redis's port, accounts as JSON, file or nothing.
 */
const [port = '', accountsText = '[]', file = ''] = process.argv.slice(2)
const accounts = JSON.parse(accountsText) as readonly BenchAccount[]
const agent = new Agent({ keepAliveTimeout: 60_000, connections: 64 })
const record = file === '' ? null : openSync(file, 'a')
const writes: ReadonlySet<string> = new Set(['place_order', 'cancel_order', 'edit_order'])

const clients = new Map(
  accounts.map(({ brokerId, exchange, baseUrl, key }) => {
    const credentials = new Credentials(key.apiKey, key.secret, 'hmac', key.passphrase)
    return [brokerId, { baseUrl, build: builders[exchange](credentials) }]
  }),
)

await serve(Number(port), async ({ action, params }: Asked) => {
  const client = clients.get(params.broker_id)
  if (client === undefined) throw new Error('no such account')
  if (record !== null && writes.has(action)) {
    writeSync(record, `${JSON.stringify(params)}\n`)
    fdatasyncSync(record)
  }
  const { method, target, headers, body, idOf }: Built = client.build(action, params)
  const answer = await request(`${client.baseUrl}${target}`, {
    dispatcher: agent,
    method,
    headers,
    ...(body !== undefined && { body }),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200) throw new Error(text)
  const parsed = JSON.parse(text) as Record<string, unknown>
  const id = idOf?.(parsed)
  return id === undefined ? { answered: text.length } : { order_id: id }
})
