import { once } from 'node:events'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { type BrowserHost, startBrowserHost } from '../../src-main/browser/browser-host.ts'
import { builtFiles } from '../../src-main/browser/panel-files.ts'
import { callNames } from '../../src-shared/contract.ts'
import { contentSecurityPolicy, pageSecret } from '../../src-shared/panel-page.ts'
import { FakePanel } from './fake-panel.ts'
import { ask, openSocket, type Reply, sendBytes } from './raw-http.ts'

let work: string
let panel: FakePanel
let host: BrowserHost
let errors: string[]

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'aristobot-browser-'))
  const folder = join(work, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>panel</title>')
  await writeFile(join(folder, 'assets', 'index-abc.js'), 'export {}')
  await writeFile(join(folder, '.hidden.js'), 'hidden')
  await writeFile(join(folder, 'notes.map'), 'not served')
  await writeFile(join(work, 'outside.js'), 'OUTSIDE')
  await symlink(join(work, 'outside.js'), join(folder, 'linked.js'))
  panel = new FakePanel()
  errors = []
  host = await startBrowserHost({
    panel,
    files: builtFiles(folder),
    port: 0,
    log: { error: (_details, message) => errors.push(message) },
  })
})

afterEach(async () => {
  await host.close()
  await rm(work, { recursive: true, force: true })
  expect(errors).toEqual([])
})

const tokenPath = (url: string): string => new URL(url).pathname + new URL(url).search
const ownHost = (): string => `127.0.0.1:${host.port}`
const origin = (): string => `http://${ownHost()}`

async function signIn(url = host.url): Promise<string> {
  const reply = await ask(host.port, tokenPath(url))
  expect(reply.status).toBe(303)
  const cookie = reply.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  secrets.set(cookie, pageSecret.fromFragment(new URL(reply.headers.location ?? '/', url).hash) ?? '')
  return cookie
}

/** The page's own secret beside each cookie. */
const secrets = new Map<string, string>()
const secretBeside = (cookie: string | undefined): string => secrets.get(cookie ?? '') ?? 'none'

const listen = (path: string, headers: Record<string, string>): ReturnType<typeof openSocket> =>
  openSocket(host.port, path, headers, [pageSecret.protocol, secretBeside(headers.cookie)])

async function post(name: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Reply> {
  return ask(host.port, `/call/${name}`, {
    method: 'POST',
    body,
    headers: {
      host: ownHost(),
      origin: origin(),
      'content-type': 'application/json',
      [pageSecret.header]: secretBeside(headers.cookie),
      ...headers,
    },
  })
}

describe('the one-time token', () => {
  test('becomes an HttpOnly, same-site session cookie and a redirect to the page', async () => {
    const reply = await ask(host.port, tokenPath(host.url))
    expect(reply.status).toBe(303)
    expect(reply.headers.location).toMatch(/^\/#session=[\w-]{43}$/)
    expect(reply.headers['set-cookie']?.[0]).toMatch(/^aristobot_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test('has 256 bits', () => {
    expect(new URL(host.url).searchParams.get('token')).toMatch(/^[\w-]{43}$/)
  })

  test('works once, and opens nothing afterwards', async () => {
    await signIn()
    const again = await ask(host.port, tokenPath(host.url))
    expect(again.status).toBe(401)
    expect(again.headers['set-cookie']).toBeUndefined()
  })

  test('opened again in the browser that used it goes to the page', async () => {
    const cookie = await signIn()
    expect((await ask(host.port, tokenPath(host.url), { headers: { cookie } })).status).toBe(303)
  })

  test('is not used up by a wrong guess or by a HEAD request', async () => {
    expect((await ask(host.port, '/?token=wrong')).status).toBe(401)
    expect((await ask(host.port, tokenPath(host.url), { method: 'HEAD' })).status).toBe(401)
    await signIn()
  })

  test('a second browser gets its own', async () => {
    const first = await signIn()
    const second = await signIn(host.mintUrl())
    expect(second).not.toBe(first)
    for (const cookie of [first, second]) expect((await post('x', '{}', { cookie })).status).toBe(200)
  })
})

describe('with the cookie alone, which a server on another port of this machine may have got', () => {
  test.each([undefined, '', 'x', 'A'.repeat(43)])('and the secret %j no call is answered', async (secret) => {
    const cookie = await signIn()
    const headers = { cookie, origin: origin(), 'content-type': 'application/json' }
    const reply = await ask(host.port, '/call/orders.place', {
      method: 'POST',
      body: '{}',
      headers: secret === undefined ? headers : { ...headers, [pageSecret.header]: secret },
    })
    expect(reply.status).toBe(401)
    expect(panel.asked).toEqual([])
  })

  test('nor one with the secret of another session', async () => {
    const cookie = await signIn()
    const other = await signIn(host.mintUrl())
    expect((await post('x', '{}', { cookie, [pageSecret.header]: secretBeside(other) })).status).toBe(401)
  })

  test.each([[], [pageSecret.protocol], [pageSecret.protocol, 'x'], ['other', 'x']])(
    'no event is told over %j, %j',
    async (...protocols) => {
      const cookie = await signIn()
      expect(await openSocket(host.port, '/events', { origin: origin(), cookie }, protocols)).toBe(403)
    },
  )

  test('nothing that it may fetch holds the secret', async () => {
    const cookie = await signIn()
    const page = await ask(host.port, '/', { headers: { cookie } })
    expect(JSON.stringify(page)).not.toContain(secretBeside(cookie))
  })
})

describe('signing out', () => {
  const signOut = (headers: Record<string, string>): Promise<Reply> =>
    ask(host.port, '/sign-out', {
      method: 'POST',
      headers: { host: ownHost(), origin: origin(), ...headers },
    })

  test('ends every session, every stream and every address that waits', async () => {
    const cookies = [await signIn(), await signIn(host.mintUrl())]
    const waiting = host.mintUrl()
    const [first = ''] = cookies
    const socket = await listen('/events', { origin: origin(), cookie: first })
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`)
    const closed = once(socket, 'close')
    expect((await signOut({ cookie: first, [pageSecret.header]: secretBeside(first) })).status).toBe(200)
    await closed
    for (const cookie of cookies) {
      expect((await post('x', '{}', { cookie })).status).toBe(401)
      expect((await ask(host.port, '/', { headers: { cookie } })).status).toBe(401)
    }
    expect((await ask(host.port, tokenPath(waiting))).status).toBe(401)
    await signIn(host.mintUrl())
  })

  test('is only for who is signed in, from the page', async () => {
    const cookie = await signIn()
    const secret = { [pageSecret.header]: secretBeside(cookie) }
    expect((await signOut({ cookie })).status).toBe(403)
    expect((await signOut({ cookie, ...secret, origin: 'http://evil.example' })).status).toBe(403)
    expect((await post('x', '{}', { cookie })).status).toBe(200)
  })
})

test('an address that a file opened signs in by a page of its own, behind which the cookie is sent', async () => {
  const headers = {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  }
  const reply = await ask(host.port, tokenPath(host.url), { headers })
  expect(reply.status).toBe(200)
  expect(reply.headers['set-cookie']?.[0]).toMatch(/SameSite=Strict/)
  expect(reply.body).toMatch(/http-equiv="refresh" content="0;url=\/#session=[\w-]{43}"/)
})

describe('without the cookie', () => {
  test.each(['/', '/index.html', '/assets/index-abc.js', '/nothing'])('%s is refused', async (path) => {
    const reply = await ask(host.port, path)
    expect(reply.status).toBe(401)
    expect(reply.body).not.toContain('panel</title>')
  })

  test('a call is refused and does not reach the panel', async () => {
    const reply = await post('orders.place', '{}')
    expect(reply.status).toBe(401)
    expect(JSON.parse(reply.body)).toMatchObject({ ok: false, error: { text: { key: 'error.not_trusted' } } })
    expect(panel.asked).toEqual([])
  })

  test.each(['aristobot_1=x', 'aristobot_PORT=', 'aristobot_PORT=AAAA', 'other=1; =; ;;'])(
    'nor with %s',
    async (cookie) => {
      const reply = await post('x', '{}', { cookie: cookie.replace('PORT', String(host.port)) })
      expect(reply.status).toBe(401)
    },
  )
})

describe('hosts and origins', () => {
  test.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    '0.0.0.0:PORT',
    '[::1]:PORT',
    'localhost.evil.example:PORT',
  ])('the Host %s is refused, cookie or not (DNS rebinding)', async (name) => {
    const cookie = await signIn()
    const headers = { host: name.replace('PORT', String(host.port)), cookie }
    expect((await ask(host.port, '/', { headers })).status).toBe(403)
  })

  test('localhost is as good as 127.0.0.1', async () => {
    const cookie = await signIn()
    const headers = { host: `localhost:${host.port}`, origin: `http://localhost:${host.port}`, cookie }
    expect((await post('x', '{}', headers)).status).toBe(200)
  })

  test.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    '',
  ])('a call from the origin %j is refused', async (from) => {
    const cookie = await signIn()
    const reply = await post('x', '{}', { cookie, origin: from.replace('PORT', String(host.port)) })
    expect(reply.status).toBe(403)
    expect(panel.asked).toEqual([])
  })

  test('a call without an origin is refused', async () => {
    const cookie = await signIn()
    const headers = { cookie, 'content-type': 'application/json' }
    expect((await ask(host.port, '/call/x', { method: 'POST', body: '{}', headers })).status).toBe(403)
  })

  test.each(['cross-site', 'same-site', 'none'])('a call with Sec-Fetch-Site %s is refused', async (site) => {
    const cookie = await signIn()
    expect((await post('x', '{}', { cookie, 'sec-fetch-site': site })).status).toBe(403)
  })

  test('another site may link to the page, not embed or read it', async () => {
    const cookie = await signIn()
    const get = (mode: string, dest: string): Promise<Reply> =>
      ask(host.port, '/', {
        headers: { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, 'sec-fetch-dest': dest },
      })
    expect((await get('navigate', 'document')).status).toBe(200)
    expect((await get('navigate', 'iframe')).status).toBe(403)
    expect((await get('no-cors', 'script')).status).toBe(403)
  })
})

describe('files', () => {
  test('are served with their type, a strict policy and no sniffing', async () => {
    const cookie = await signIn()
    const page = await ask(host.port, '/', { headers: { cookie } })
    expect(page.body).toContain('<title>panel</title>')
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    const script = await ask(host.port, '/assets/index-abc.js', { headers: { cookie } })
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  test('the policy allows nothing from elsewhere and nothing inline that runs', () => {
    expect(contentSecurityPolicy).toContain("default-src 'none'")
    expect(contentSecurityPolicy).toMatch(/script-src 'self';/)
    expect(contentSecurityPolicy).not.toMatch(/https?:|\*|unsafe-eval/)
  })

  test.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/..%2foutside.js',
    '/%2e%2e/outside.js',
    '/..%5coutside.js',
    '/..\\outside.js',
    '/assets/%00.js',
    '/linked.js',
    '/.hidden.js',
    '/notes.map',
    '/assets',
    '/assets/',
    '/index.html/',
    '/C:/windows/win.ini',
    `/${'a'.repeat(2000)}.js`,
  ])('%s gives nothing', async (path) => {
    const cookie = await signIn()
    const reply = await ask(host.port, path, { headers: { cookie } })
    expect(reply.status).toBe(404)
    expect(reply.body).not.toMatch(/OUTSIDE|hidden/)
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'POST'])('%s is not allowed on the page', async (method) => {
    expect((await ask(host.port, '/', { method })).status).toBe(405)
  })
})

describe('calls', () => {
  test('reach the panel with the name and the input, and its answer comes back', async () => {
    const cookie = await signIn()
    const reply = await post('market.ticker', '{"symbol":"BTC/USDT"}', { cookie })
    expect(JSON.parse(reply.body)).toEqual({
      ok: true,
      value: { name: 'market.ticker', input: { symbol: 'BTC/USDT' } },
    })
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', ''])(
    'the content type %j is refused',
    async (type) => {
      const cookie = await signIn()
      expect((await post('x', '{}', { cookie, 'content-type': type })).status).toBe(415)
    },
  )

  test.each(['', '{', '{"a":}', 'undefined', '\u0000', '{"a":1}}'])('the body %j is refused', async (body) => {
    const cookie = await signIn()
    const reply = await post('x', body, { cookie })
    expect(reply.status).toBe(400)
    expect(JSON.parse(reply.body)).toMatchObject({ ok: false, error: { text: { key: 'error.input' } } })
  })

  test('a body over 1 MB is refused, announced or not', async () => {
    const cookie = await signIn()
    const big = Buffer.alloc(1024 * 1024 + 1, 0x20)
    expect((await post('x', big, { cookie })).status).toBe(413)
    const reply = await post('x', big, { cookie, 'transfer-encoding': 'chunked' })
    expect(reply.status).toBe(413)
    expect(panel.asked).toEqual([])
  })

  test.each(['..', '../..', '%2e%2e', '.%2E'])(
    'the dot segment %s leads out of the calls, and calls nothing',
    async (name) => {
      const cookie = await signIn()
      expect((await post(name, '{}', { cookie })).status).toBe(405)
      expect(panel.asked).toEqual([])
    },
  )

  test('any JSON is handed on as it is, and the host lives', async () => {
    const cookie = await signIn()
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), fc.constantFrom(...callNames), async (body, name) => {
        const reply = await post(name, body, { cookie })
        expect(reply.status).toBe(200)
        expect(panel.asked.at(-1)).toEqual({ name, input: JSON.parse(body) as unknown })
      }),
      { numRuns: 60 },
    )
  })

  test('a name of no call is answered with a refusal, and calls nothing', async () => {
    const cookie = await signIn()
    const names = fc.stringMatching(/^[\w.%-]{0,40}$/).filter((name) => !/^(\.|%2e){2}$/i.test(name))
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const reply = await post(name, '{}', { cookie })
        expect(reply.status).toBe(200)
        expect(reply.body).toContain('error.unknown_channel')
        expect(panel.asked).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('events', () => {
  test('go to every signed-in page', async () => {
    const cookie = await signIn()
    const socket = await listen('/events', { origin: origin(), cookie })
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`)
    const message = once(socket, 'message') as Promise<[Buffer]>
    panel.tell({ type: 'orders-changed', accountId: 'a' })
    expect(JSON.parse((await message)[0].toString())).toEqual({ type: 'orders-changed', accountId: 'a' })
    socket.terminate()
  })

  test('a page that talks is hung up on', async () => {
    const cookie = await signIn()
    const socket = await listen('/events', { origin: origin(), cookie })
    if (!(socket instanceof WebSocket)) throw new Error(`refused with ${socket}`)
    const closed = once(socket, 'close') as Promise<[number]>
    socket.send('{"type":"hello"}')
    expect((await closed)[0]).toBe(1008)
  })

  test.each([
    ['no cookie', '/events', () => ({ origin: origin(), cookie: '' })],
    ['another origin', '/events', (cookie: string) => ({ origin: 'http://evil.example', cookie })],
    ['another site', '/events', (cookie: string) => ({ origin: origin(), cookie, 'sec-fetch-site': 'cross-site' })],
    ['another host', '/events', (cookie: string) => ({ origin: 'http://evil.example', host: 'evil.example', cookie })],
    ['another path', '/call/orders.place', (cookie: string) => ({ origin: origin(), cookie })],
  ] as const)('are refused with %s', async (_what, path, headers) => {
    const cookie = await signIn()
    expect(await listen(path, headers(cookie))).toBe(403)
  })

  test('the panel is left alone once the host is closed', async () => {
    expect(panel.listeners).toBe(1)
    await host.close()
    expect(panel.listeners).toBe(0)
  })
})

describe('bytes that are no HTTP', () => {
  test.each([
    'NONSENSE\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n',
    'GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    'GET //evil.example/ HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n',
    'GET * HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: HOST\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`,
    'POST /call/x HTTP/1.1\r\nHost: HOST\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'GET /events HTTP/1.1\r\nHost: HOST\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  ])('%j is answered with an error', async (bytes) => {
    expect(await sendBytes(host.port, bytes.replace('HOST', ownHost()))).toMatch(/^HTTP\/1\.1 4\d\d /)
    await signIn()
  })

  test('a client that leaves in the middle of a body harms nobody', async () => {
    const cookie = await signIn()
    const head = `POST /call/x HTTP/1.1\r\nHost: ${ownHost()}\r\nOrigin: ${origin()}\r\nCookie: ${cookie}\r\n${pageSecret.header}: ${secretBeside(cookie)}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"a"`
    const { connect } = await import('node:net')
    const socket = connect(host.port, '127.0.0.1')
    await new Promise<void>((resolve) => socket.write(head, () => resolve()))
    socket.destroy()
    expect((await post('x', '{}', { cookie })).status).toBe(200)
  })
})

test('hundreds of connections that say nothing do not shut the panel out, nor do they cost a page its own', async () => {
  const cookie = await signIn()
  const page = await openSocket(host.port, '/events', { cookie, origin: origin() }, [
    pageSecret.protocol,
    secretBeside(cookie),
  ])
  if (typeof page === 'number') throw new Error(`refused: ${page}`)
  const { connect } = await import('node:net')
  const silent = await Promise.all(
    Array.from({ length: 600 }, async () => {
      const socket = connect(host.port, '127.0.0.1')
      socket.on('error', () => undefined)
      await new Promise<void>((resolve) => socket.once('connect', resolve))
      socket.write('GET / HT')
      return socket
    }),
  )
  expect((await post('x', '{}', { cookie })).status).toBe(200)
  expect(page.readyState).toBe(page.OPEN)
  page.terminate()
  for (const socket of silent) socket.destroy()
})

test('a port that is taken is an error, not a crash', async () => {
  const options = { panel, files: builtFiles(work), port: host.port, log: { error: () => undefined } }
  await expect(startBrowserHost(options)).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
