import { Redis } from 'ioredis'

/** A request as it stands in the list. */
export interface Asked {
  readonly request_id: string
  readonly action: string
  readonly params: Readonly<Record<string, unknown>> & { readonly broker_id: number }
}

/**
 * The least that a gateway has to do: takes requests from the list and answers each, many at once. Says on standard
 * output when it is ready.
 */
export async function serve(port: number, answer: (asked: Asked) => Promise<unknown>): Promise<never> {
  const taking = new Redis({ host: '127.0.0.1', port })
  const answering = new Redis({ host: '127.0.0.1', port })
  await answering.ping()
  console.log('{"ready":true}')
  for (;;) {
    const taken = await taking.blpop('exchange_requests', 0)
    if (taken === null) continue
    const asked = JSON.parse(taken[1]) as Asked
    const id = asked.request_id
    void answer(asked).then(
      (data) => reply(answering, id, { request_id: id, success: true, data, error: null }),
      (error: unknown) => reply(answering, id, { request_id: id, success: false, data: null, error: String(error) }),
    )
  }
}

function reply(redis: Redis, id: string, body: object): Promise<unknown> {
  return redis.setex(`exchange_response_${id}`, 30, JSON.stringify(body))
}
