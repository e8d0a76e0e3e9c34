import type { IncomingHttpHeaders } from 'node:http'
import { pageSecret } from '../../src-shared/panel-page.ts'

/** Names under which this machine alone is reached: any other Host header is another site's page on a rebound name. */
const ownNames = ['127.0.0.1', 'localhost']

/** Whether the Host header names this server. A browser always sends the port, except port 80. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return ownNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name))
}

/** Whether a request that acts, or opens the event stream, comes from the panel's own page. A browser always says. */
export function isOwnOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return headers.host !== undefined && headers.origin === `http://${headers.host}`
}

/** Whether a page or file may be fetched: by our own page, or by a person who opens the address. */
export function mayRead(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return true
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
}

/** Cookies do not know ports: two gateways on one machine need two names. */
export const sessionCookieName = (port: number): string => `aristobot_${port}`

/** The value of a cookie, or null. */
export function cookieOf(header: string | undefined, name: string): string | null {
  for (const part of (header ?? '').split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}

/** The page's secret behind our subprotocol in what a WebSocket offers, or null. */
export function secretInProtocols(header: string | undefined): string | null {
  const [protocol, secret] = (header ?? '').split(',').map((each) => each.trim())
  return protocol === pageSecret.protocol ? (secret ?? null) : null
}
