import type { ServerResponse } from 'node:http'
import { pageHeaders } from '../../src-shared/panel-page.ts'

/** Answers with text. Every answer carries the panel's security headers; nothing is cached unless its headers say so. */
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

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  answer(response, status, 'application/json; charset=utf-8', JSON.stringify(value))
}

/** A sentence, for a person who opened an address that does not work. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  answer(response, status, 'text/plain; charset=utf-8', `${text}\n`)
}
