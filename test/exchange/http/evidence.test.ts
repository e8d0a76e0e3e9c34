import { expect, test } from 'vitest'
import { EvidenceSender, type Heard, withEvidence } from '../../../src-main/exchange/http/evidence.ts'
import type { TransportOutcome, TransportRequest } from '../../../src-main/exchange/http/transport.ts'

const request: TransportRequest = {
  method: 'GET',
  url: 'http://127.0.0.1:1/binance/api/v3/order?symbol=A&signature=aa%2Fbb',
  headers: { 'X-MBX-APIKEY': 'the-key', 'content-type': 'the-type' },
}
const answering = (outcome: TransportOutcome): EvidenceSender =>
  new EvidenceSender({ send: () => Promise.resolve(outcome) })
const answer: TransportOutcome = {
  kind: 'response',
  status: 400,
  headers: {},
  text: '{"msg":"the-key aa/bb of the-type"}',
}

async function heardWith(outcome: TransportOutcome): Promise<readonly Heard[]> {
  const heard: Heard[] = []
  const given = await withEvidence(
    (each) => heard.push(each),
    () => answering(outcome).send(request),
  )
  expect(given).toBe(outcome)
  return heard
}

test('an answer is told with its path alone, and without key and signature', async () => {
  expect(await heardWith(answer)).toEqual([
    { method: 'GET', path: '/api/v3/order', status: 400, text: '{"msg":"[…] […] of the-type"}', over: 'rest' },
  ])
})

test('an answer that did not come is told, too', async () => {
  expect(await heardWith({ kind: 'unknown', reason: 'ECONNRESET' })).toEqual([
    { method: 'GET', path: '/api/v3/order', status: null, text: 'ECONNRESET', over: 'rest' },
  ])
})

test('nothing is told outside, nor of what goes on afterwards', async () => {
  const heard: Heard[] = []
  const sender = answering(answer)
  await sender.send(request)
  const { promise, resolve } = Promise.withResolvers<null>()
  let later: Promise<unknown> = Promise.resolve()
  await withEvidence(
    (each) => heard.push(each),
    () => {
      later = promise.then(() => sender.send(request))
      return Promise.resolve()
    },
  )
  resolve(null)
  await later
  expect(heard).toEqual([])
})

test('whoever listens cannot spoil an answer', async () => {
  const given = await withEvidence(
    () => {
      throw new Error('a fault of the listener')
    },
    () => answering(answer).send(request),
  )
  expect(given).toBe(answer)
})
