import { createCipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Postgres } from './postgres.ts'

/** As Django's settings have it. */
export const secretKey = 'django-insecure-CANARY-0123456789-and-more'

/** A token as Django stores it, written from the specification alone: no code of the product is in it. */
export function encrypted(text: string, secret = secretKey): string {
  const key = Buffer.from(secret.slice(0, 32).padEnd(32, ' '), 'latin1')
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', key.subarray(16), iv)
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(1_700_000_000n)
  const signed = Buffer.concat([Buffer.from([0x80]), time, iv, cipher.update(text, 'utf8'), cipher.final()])
  const token = Buffer.concat([signed, createHmac('sha256', key.subarray(0, 16)).update(signed).digest()])
  return token.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

export interface SampleBroker {
  readonly id: string | number
  readonly user: number
  readonly exchange: string
  readonly name: string
  readonly apiKey: string
  readonly secret: string
  readonly password: string | null
  readonly isTestnet: boolean
  readonly isActive: boolean
}

const sample: Omit<SampleBroker, 'id'> = {
  user: 7,
  exchange: 'binance',
  name: 'Main',
  apiKey: '',
  secret: '',
  password: null,
  isTestnet: false,
  isActive: true,
}

const quoted = (text: string | null): string => (text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`)

/** Puts a broker in Django's table in place of what was there under its id. */
export async function putBroker(
  postgres: Postgres,
  given: Partial<SampleBroker> & Pick<SampleBroker, 'id'>,
): Promise<void> {
  const broker = { ...sample, ...given }
  await postgres.run(
    `INSERT INTO users (id, username) VALUES (${broker.user}, 'user ${broker.user}') ON CONFLICT DO NOTHING`,
    `DELETE FROM brokers WHERE id = ${broker.id}`,
    `INSERT INTO brokers (id, user_id, exchange, name, description, api_key, api_secret, api_password, is_default,
       is_testnet, is_active, type_de_trading, created_at, updated_at)
     VALUES (${broker.id}, ${broker.user}, ${quoted(broker.exchange)}, ${quoted(broker.name)}, '',
       ${quoted(broker.apiKey)}, ${quoted(broker.secret)}, ${quoted(broker.password)}, false,
       ${broker.isTestnet}, ${broker.isActive}, 'OFF', now(), now())`,
  )
}
