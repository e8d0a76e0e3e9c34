import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { withoutPermit } from '../../../src-main/exchange/http/permit.ts'
import { spotsOf } from '../../../src-main/exchange/http/secret-spots.ts'
import { answerWithoutSecrets, secretsIn, withoutSecrets } from '../../../src-main/exchange/http/strike.ts'
import { errorView, GatewayError } from '../../../src-shared/errors.ts'
import { limit } from '../bitget/classic-fixtures.ts'
import { at, caught, refusal, scriptedClient } from '../bitget/scripted-venue.ts'

it('an exchange that repeats the request’s headers tells nobody the passphrase or the key', async () => {
  const echoed = 'bad request: {ACCESS-KEY: the-key, ACCESS-PASSPHRASE: the-passphrase, locale: en-US}'
  const { client } = scriptedClient({ [at.place]: () => refusal('43012', echoed) })
  const error = await caught(client.placeOrder(limit, 'id1', withoutPermit))
  const view = JSON.stringify(errorView(error))
  expect(view).toContain('bad request')
  expect(view).toContain('en-US')
  expect(view).not.toMatch(/the-key|the-passphrase/)
  const { client: usual } = scriptedClient({ [at.place]: () => refusal('43012', 'bad request') })
  const plain = await caught(usual.placeOrder(limit, 'id1', withoutPermit))
  // Only the words are others.
  expect([error.class, error.text.key, error.field]).toEqual([plain.class, plain.text.key, plain.field])
})

const hmac = randomBytes(32).toString('hex')
const krakens = randomBytes(64).toString('base64')
const passphrase = 'pass"phrase +é/1'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const lines = rsa.split('\n').slice(1, -2)
const body = lines.join('')
const swapped = (text: string): string =>
  Array.from(text, (each) => (each === each.toLowerCase() ? each.toUpperCase() : each.toLowerCase())).join('')
const base64 = (text: string): string => Buffer.from(text).toString('base64')
const html = (text: string): string => Array.from(text, (each) => `&#${each.codePointAt(0) ?? 0};`).join('')
const unicode = (text: string): string =>
  Array.from(text, (each) => `\\u${(each.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('')

const forms: readonly (readonly [string, (secret: string) => string])[] = [
  ['as it is', (secret) => secret],
  ['in the other letter case', swapped],
  ['within JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
  ['within JSON within JSON', (secret) => JSON.stringify(JSON.stringify(secret)).slice(1, -1)],
  ['within an address', encodeURIComponent],
  ['within an address, in small letters', (secret) => encodeURIComponent(secret).toLowerCase()],
  ['within a form', (secret) => new URLSearchParams({ x: secret }).toString().slice(2)],
  ['escaped for a page', html],
  ['escaped as in JavaScript', unicode],
  ['in Base64', base64],
  ['in Base64 without padding', (secret) => base64(secret).replace(/=+$/, '')],
  ['in Base64 for addresses', (secret) => Buffer.from(secret).toString('base64url')],
  ['within a header of basic authentication', (secret) => base64(`user:${secret}`)],
  ['in hexadecimal digits', (secret) => Buffer.from(secret).toString('hex')],
  ['in large hexadecimal digits', (secret) => Buffer.from(secret).toString('hex').toUpperCase()],
  ['over several lines', (secret) => secret.replace(/(.{20})/g, '$1\n  ')],
]

const secrets: readonly (readonly [string, string])[] = [
  ['an HMAC secret', hmac],
  ['a secret of Kraken', krakens],
  ['a passphrase', passphrase],
  ['a private key', rsa],
]

/** Whether `left` still holds a stretch of `told` that is long enough to be of use. */
const tells = (left: string, told: string): boolean =>
  Array.from({ length: Math.max(1, told.length - 15) }, (_, from) => told.slice(from, from + 16)).some((part) =>
    left.includes(part),
  )

describe.each(secrets)('%s in the words of an exchange', (_what, secret) => {
  it.each(forms)('is struck out %s', (_how, form) => {
    // Of a key in PEM, its first and last line are no secret.
    const told = form(secret === rsa ? body : secret)
    const exchange = { exchange: 'bitget', httpStatus: 400, code: '1', message: `no: ${told}, see` } as const
    const error = new GatewayError('refused', 'exchange.rejected', { reason: `(${told})` }, { exchange })
    const struck = withoutSecrets(error, [secret])
    for (const text of [
      struck.exchange?.message ?? '',
      struck.text.params.reason ?? '',
      JSON.stringify(errorView(struck)),
    ])
      expect([tells(text, told), text.includes('[…]')]).toEqual([false, true])
    expect(struck.exchange?.message).toMatch(/^no: \S*\[…\].*see$/)
  })
})

it.each([
  ['a private key with its line ends', rsa, lines.join('\n')],
  ['a private key with its line ends escaped', rsa, JSON.stringify(lines.join('\n'))],
  ['a private key in other lines', rsa, body.replace(/(.{76})/g, '$1\n')],
  ['a private key in DER, hexadecimal', rsa, Buffer.from(body, 'base64').toString('hex')],
  ['the first part of a private key', rsa, body.slice(0, 200)],
  ['what a secret in Base64 stands for', krakens, Buffer.from(krakens, 'base64').toString('hex')],
  ['what a secret in hexadecimal digits stands for', hmac, Buffer.from(hmac, 'hex').toString('base64')],
  ['a secret that is cut off', hmac, hmac.slice(0, 40)],
  ['a secret without its padding', krakens, krakens.replace(/=+$/, '')],
])('%s is struck out', (_what, secret, told) => {
  const exchange = { exchange: 'kraken', httpStatus: 200, code: null, message: `no: ${told}` } as const
  const error = new GatewayError('refused', 'exchange.rejected', {}, { exchange })
  const left = withoutSecrets(error, [secret]).exchange?.message ?? ''
  expect(tells(left, told.slice(30))).toBe(false)
  expect(left).toMatch(/^no: .*\[…\]/s)
})

it('headers and the signature of an address or a form are secrets, what is harmless is not', () => {
  const headers = {
    'Content-Type': 'application/json',
    'X-MBX-APIKEY': 'the-api-key',
    'ACCESS-TIMESTAMP': '1800',
  }
  const request = { headers, url: 'https://x.example/order?a=1&signature=ab%2Bcd%3D' }
  expect(secretsIn(request, ['own'])).toEqual(['own', 'the-api-key', 'ab+cd='])
  expect(secretsIn({ headers: {}, url: 'https://x.example/', body: 'a=1&signature=ef' }, [])).toEqual(['ef'])
})

it('an error that repeats nothing stays the very same, and short words tear nothing apart', () => {
  const error = new GatewayError('refused', 'exchange.rejected', {
    reason: 'application/json at 1800: order 12345678901 rejected',
  })
  expect(withoutSecrets(error, ['at', hmac, krakens, rsa, passphrase])).toBe(error)
  expect(spotsOf('a'.repeat(5_000), [hmac])).toEqual([])
})

it('of a success only what is said to people is changed', () => {
  const answer = {
    orderId: 'secret-word',
    list: [{ msg: 'no: secret-word', price: '1' }],
    success: 'failure',
  }
  expect(answerWithoutSecrets(answer, () => ['secret-word'])).toEqual({
    orderId: 'secret-word',
    list: [{ msg: 'no: […]', price: '1' }],
    success: 'failure',
  })
  expect(answerWithoutSecrets(answer, () => ['other-word'])).toEqual(answer)
  const silent = { orderId: 'secret-word' }
  const neverAsked = (): never => expect.fail('nothing is said, so nothing needs to be looked for')
  expect(answerWithoutSecrets(silent, neverAsked)).toEqual(silent)
})
