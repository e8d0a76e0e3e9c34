import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type BrowserHost, startBrowserHost } from '../../src-main/browser/browser-host.ts'
import { builtFiles } from '../../src-main/browser/panel-files.ts'
import { pageHeaders } from '../../src-shared/panel-page.ts'
import { FakePanel } from './fake-panel.ts'
import { ask, type Reply } from './raw-http.ts'

let work: string
let host: BrowserHost
let cookie: string

/** The forms are told apart by what is in them; nobody unpacks them here. */
const files = {
  'index.html': 'the page',
  'index.html.br': 'the page, which is never compressed',
  'assets/index-abc.js': 'plain',
  'assets/index-abc.js.br': 'brotli',
  'assets/index-abc.js.gz': 'gzipped',
  'assets/small-abc.js': 'small',
  'assets/linked-abc.js': 'not linked',
}

beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'aristobot-files-'))
  const folder = join(work, 'renderer')
  await mkdir(join(folder, 'assets'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await writeFile(join(work, 'outside.br'), 'OUTSIDE')
  await symlink(join(work, 'outside.br'), join(folder, 'assets/linked-abc.js.br'))
  host = await startBrowserHost({
    panel: new FakePanel(),
    files: builtFiles(folder),
    port: 0,
    log: { error: (details) => expect.fail(JSON.stringify(details)) },
  })
  const { pathname, search } = new URL(host.url)
  cookie = (await ask(host.port, pathname + search)).headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})

afterEach(async () => {
  await host.close()
  await rm(work, { recursive: true, force: true })
})

const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Reply> =>
  ask(host.port, path, { method, headers: { cookie, ...headers } })

describe('a script of the build', () => {
  test.each([
    ['gzip, deflate, br', 'br', 'brotli'],
    ['gzip', 'gzip', 'gzipped'],
    ['br;q=0, gzip', 'gzip', 'gzipped'],
    ['identity', undefined, 'plain'],
  ])('goes to a browser that takes %j as %s', async (accepted, encoding, body) => {
    const reply = await get('/assets/index-abc.js', { 'accept-encoding': accepted })
    expect(reply).toMatchObject({ status: 200, body })
    expect(reply.headers['content-encoding']).toBe(encoding)
    expect(reply.headers).toMatchObject({
      ...pageHeaders,
      'content-type': 'text/javascript; charset=utf-8',
      'content-length': String(body.length),
      'cache-control': 'private, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    })
  })

  test('that has no compressed form goes as it is', async () => {
    const reply = await get('/assets/small-abc.js', { 'accept-encoding': 'br, gzip' })
    expect(reply).toMatchObject({ status: 200, body: 'small' })
    expect(reply.headers['content-encoding']).toBeUndefined()
  })

  test('is not sent again to a browser that has it in this form', async () => {
    const first = await get('/assets/index-abc.js', { 'accept-encoding': 'br' })
    const etag = first.headers.etag ?? ''
    expect(etag).toMatch(/^"[^"]+"$/)
    const again = await get('/assets/index-abc.js', { 'accept-encoding': 'br', 'if-none-match': `"other", ${etag}` })
    expect(again).toMatchObject({ status: 304, body: '' })
    expect(again.headers).toMatchObject({
      etag,
      vary: 'Accept-Encoding',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect((await get('/assets/index-abc.js', { 'if-none-match': etag })).status).toBe(200)
  })

  test('says to a HEAD what it would be', async () => {
    const reply = await get('/assets/index-abc.js', { 'accept-encoding': 'br' }, 'HEAD')
    expect(reply).toMatchObject({ status: 200, body: '' })
    expect(reply.headers).toMatchObject({ 'content-encoding': 'br', 'content-length': '6' })
  })
})

test('the page itself is neither compressed nor kept', async () => {
  const reply = await get('/', { 'accept-encoding': 'br, gzip' })
  expect(reply).toMatchObject({ status: 200, body: 'the page' })
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.headers.etag).toBeUndefined()
})

test.each(['/assets/index-abc.js.br', '/assets/index-abc.js.gz'])('%s is no address of its own', async (path) => {
  expect((await get(path)).status).toBe(404)
})

test('a compressed form that leads out of the folder is not one', async () => {
  const reply = await get('/assets/linked-abc.js', { 'accept-encoding': 'br' })
  expect(reply).toMatchObject({ status: 200, body: 'not linked' })
})

test('without the cookie there is nothing to unpack', async () => {
  const reply = await ask(host.port, '/assets/index-abc.js', { headers: { 'accept-encoding': 'br' } })
  expect(reply.status).toBe(401)
})
