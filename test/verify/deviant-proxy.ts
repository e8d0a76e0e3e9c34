import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One way in which an exchange does something else than is relied on. */
export interface Deviation {
  /** `GET /api/v3/order`, without the exchange's prefix; `*` at its end stands for the rest. */
  readonly at: string
  /** Answers in the exchange's place; null: the request goes on. */
  readonly instead?: (request: Seen) => Reply | null
  /** The request goes on, and its answer is lost. */
  readonly lost?: (request: Seen) => boolean
  /** Changes the answer. */
  readonly answer?: (text: string, request: Seen) => string
}

interface Seen {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
}

export interface Reply {
  readonly status: number
  readonly text: string
}

export interface DeviantProxy {
  readonly url: string
  /** Every request that came, oldest first. */
  readonly seen: Seen[]
  set(deviations: readonly Deviation[]): void
  close(): Promise<void>
}

/** Stands before a practice exchange, and answers otherwise where it is told to. */
export async function deviate(target: string): Promise<DeviantProxy> {
  const prefix = new URL(target).pathname
  const seen: Seen[] = []
  let deviations: readonly Deviation[] = []
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, text }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(text)
      },
      () => response.destroy(),
    )
  })
  async function answer(request: IncomingMessage): Promise<Reply> {
    const [path = '', query = ''] = (request.url ?? '').slice(prefix.length).split('?', 2)
    const method = request.method ?? 'GET'
    const told: Seen = { method, path, query, body: await bodyOf(request) }
    seen.push(told)
    const meant = deviations.filter(({ at }) => isAt(at, `${method} ${path}`))
    for (const { instead } of meant) {
      const reply = instead?.(told) ?? null
      if (reply !== null) return reply
    }
    const { body } = told
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !hop.has(name) ? [[name, value] as [string, string]] : [],
    )
    const real = await fetch(`${target}${path}${query === '' ? '' : `?${query}`}`, {
      method,
      headers,
      ...(method !== 'GET' && body !== '' && { body }),
    })
    const answered = await real.text()
    if (meant.some(({ lost }) => lost?.(told) === true)) throw new Error('lost')
    const text = meant.reduce((rest, { answer: change }) => change?.(rest, told) ?? rest, answered)
    return { status: real.status, text }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    seen,
    set: (wanted) => {
      deviations = wanted
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const hop = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'transfer-encoding'])

const isAt = (pattern: string, place: string): boolean =>
  pattern.endsWith('*') ? place.startsWith(pattern.slice(0, -1)) : place === pattern

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
