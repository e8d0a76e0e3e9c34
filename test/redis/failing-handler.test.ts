import { expect, test } from 'vitest'
import { readRequest } from '../../src-main/redis/read-request.ts'
import { type Handled, RequestHandler, type RequestHandlerOptions } from '../../src-main/redis/request-handler.ts'
import { FakeServices } from './support/fake-services.ts'

const boom = (): never => {
  throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
}
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Each fails while a request is performed, answered, noted or logged. */
const failures: Readonly<Record<string, (services: FakeServices) => Partial<RequestHandlerOptions>>> = {
  'the language': () => ({ language: boom }),
  'the language and the log': () => ({ language: boom, logger: { info: boom, warn: boom, error: boom } }),
  'the clock of requests': () => ({ now: boom }),
  'the accounts': (services) => {
    Object.defineProperty(services, 'accounts', { get: boom })
    return {}
  },
  'the accounts and the log': (services) => {
    Object.defineProperty(services, 'accounts', { get: boom })
    return { logger: { info: boom, warn: boom, error: boom } }
  },
}

test.each(Object.entries(failures))('a request is answered and its id released when %s fails', async (_what, fail) => {
  const services = new FakeServices()
  const usual: RequestHandlerOptions = {
    services,
    language: () => 'en',
    logger: silent,
    now: Date.now,
    monotonicMs: () => performance.now(),
    sharesPythonClock: true,
  }
  let broken: Partial<RequestHandlerOptions> = fail(services)
  // The very same handler later works again: its options are asked anew each time.
  const options = new Proxy(usual, {
    get: (target, name) => Reflect.get({ ...target, ...broken }, name) as unknown,
  })
  const handler = new RequestHandler(options)
  const raw = Buffer.from(
    JSON.stringify({ request_id: 'r1', action: 'get_balance', params: { broker_id: 1 }, user_id: 1 }),
  )
  const ask = (): Promise<Handled> =>
    handler.handle(
      {
        raw,
        notPushedBefore: null,
        leftover: false,
        content: readRequest(raw),
        sequence: 1,
        takenAt: performance.now(),
      },
      () => undefined,
    )
  const first = await ask()
  expect(first.reply).toMatchObject({ kind: 'answer', requestId: 'r1' })
  broken = {}
  const again = await ask()
  expect(again.reply).toMatchObject({ requestId: 'r1' })
})
