import { expect, it } from 'vitest'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { withoutSecrets } from '../../src-main/exchange/strike.ts'
import { limit } from './bitget/classic-fixtures.ts'
import { at, caught, refusal, scriptedClient } from './bitget/scripted-venue.ts'

it('an exchange that repeats the request’s headers tells nobody the passphrase or the key', async () => {
  const echoed = 'bad request: {ACCESS-KEY: the-key, ACCESS-PASSPHRASE: the-passphrase, locale: en-US}'
  const { client } = scriptedClient({ [at.place]: () => refusal('43012', echoed) })
  const error = await caught(client.placeOrder(limit, 'id1'))
  const view = JSON.stringify(errorView(error))
  expect(view).toContain('bad request')
  expect(view).toContain('en-US')
  expect(view).not.toMatch(/the-key|the-passphrase/)
  const { client: usual } = scriptedClient({ [at.place]: () => refusal('43012', 'bad request') })
  const plain = await caught(usual.placeOrder(limit, 'id1'))
  // Only the words are others.
  expect([error.class, error.text.key, error.field]).toEqual([plain.class, plain.text.key, plain.field])
})

it.each([
  ['as it is', 'pass"phrase', 'pass"phrase'],
  ['within JSON', 'pass"phrase', 'pass\\"phrase'],
  ['within an address', 'pass phrase', 'pass%20phrase'],
])('a secret is struck out %s', (_how, secret, echoed) => {
  const exchange = { exchange: 'bitget', httpStatus: 400, code: '1', message: `no: ${echoed}!` } as const
  const error = new GatewayError('refused', 'exchange.rejected', { reason: `(${echoed})` }, { exchange })
  const { text, exchange: said } = withoutSecrets(error, { 'ACCESS-PASSPHRASE': secret })
  expect(said?.message).toBe('no: […]!')
  expect(text.params.reason).toBe('([…])')
})

it('an error that repeats nothing stays the very same, and short or harmless headers tear nothing apart', () => {
  const error = new GatewayError('refused', 'exchange.rejected', { reason: 'application/json at 1800' })
  const headers = {
    'Content-Type': 'application/json',
    'ACCESS-TIMESTAMP': '1800',
    'ACCESS-PASSPHRASE': 'at',
  }
  expect(withoutSecrets(error, headers)).toBe(error)
})
