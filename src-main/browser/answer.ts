import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { pageHeaders } from '../../src-shared/panel-page.ts'

/**
 * Answers with text. Every answer carries the panel's security headers; nothing is cached unless its headers say so.
 */
export function answer(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    ...pageHeaders,
    'cache-control': 'no-store',
    'content-type': contentType,
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  })
  response.end(body)
}

/** Says that what the browser keeps is still right. `headers`: those that the content itself would have had. */
export function answerUnchanged(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(304, { ...pageHeaders, ...headers })
  response.end()
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  answer(response, status, 'application/json; charset=utf-8', JSON.stringify(value))
}

/**
 * Ends a connection on which no request could be read. One that was merely silent for too long is closed without a
 * word: the client may be about to use it, and would take what it finds there for the answer to what it sends.
 */
export function endUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (socket.writable && error.code !== 'ERR_HTTP_REQUEST_TIMEOUT')
    socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  else socket.destroy()
}

/** A sentence, for a person who opened an address that does not work. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  answer(response, status, 'text/plain; charset=utf-8', `${text}\n`)
}
