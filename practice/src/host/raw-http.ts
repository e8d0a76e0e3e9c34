import type { IncomingHttpHeaders } from 'node:http'

/** A request as it came over the line; nothing is decoded. */
export interface RawRequest {
  readonly method: string
  /** Without the exchange's prefix and the query: `/api/v3/order`. */
  readonly path: string
  /** Bytes after `?`, one character each (latin1). */
  readonly rawQuery: string
  readonly body: Buffer
  readonly headers: IncomingHttpHeaders
  readonly remoteAddress: string
}

export interface RawReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
