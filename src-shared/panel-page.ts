/**
 * How the built panel is served, whoever serves it: Electron's own scheme or the browser host. Nothing comes from
 * elsewhere, and nothing inline runs; inline styles stay because the controls compute theirs.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Headers of every file of the panel. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  txt: 'text/plain; charset=utf-8',
}

/** The content type of a file of the panel, or null: a kind of file that is not served. */
export function contentTypeOf(path: string): string | null {
  const dot = path.lastIndexOf('.')
  const extension = dot < 0 ? '' : path.slice(dot + 1).toLowerCase()
  return Object.hasOwn(contentTypes, extension) ? (contentTypes[extension] ?? null) : null
}

/**
 * A plain name: starts with a letter, digit, `_` or `-`, so neither `..` nor a hidden file nor a drive nor an encoded
 * slash.
 */
const segment = /^[\w-][\w.-]*$/

/**
 * The file inside the panel's folder that a URL path names (`/` is `index.html`), or null for anything that is not
 * plainly inside. The path is taken as the URL gives it, percent signs included: the built panel's file names need
 * none.
 */
export function assetPathOf(urlPath: string): string | null {
  if (urlPath === '/') return 'index.html'
  if (!urlPath.startsWith('/') || urlPath.length > 512) return null
  const segments = urlPath.slice(1).split('/')
  return segments.every((each) => segment.test(each)) ? segments.join('/') : null
}

/**
 * Where a page keeps the secret that it alone has: in the fragment of its first address, then in the storage of its
 * origin, then in this header.
 */
export const pageSecret = {
  header: 'x-aristobot-session',
  storageKey: 'aristobot-session',
  /** The address's fragment that brings it; no server is sent it. */
  fragment: (secret: string): string => `#session=${secret}`,
  fromFragment: (hash: string): string | null => /^#session=([\w-]{43})$/.exec(hash)?.[1] ?? null,
  /**
   * The subprotocol of the event stream. A browser's WebSocket has no headers, so that the secret stands behind it in
   * the list.
   */
  protocol: 'aristobot',
} as const
