import { pageSecret } from '../src-shared/panel-page.ts'

/**
 * The secret that signs this page's calls, besides the cookie: brought by the address that signed in, kept for this
 * origin, which other ports of this machine cannot read. Empty: there is none.
 */
export function takePageSecret(): string {
  const brought = pageSecret.fromFragment(window.location.hash)
  if (brought !== null) {
    // Out of the address bar and the history.
    window.history.replaceState(null, '', window.location.pathname)
    keep(brought)
  }
  return brought ?? kept()
}

/** A browser that keeps nothing signs this page in until it is loaded anew. */
function keep(secret: string): void {
  try {
    window.localStorage.setItem(pageSecret.storageKey, secret)
  } catch {
    // Storage is switched off.
  }
}

function kept(): string {
  try {
    return window.localStorage.getItem(pageSecret.storageKey) ?? ''
  } catch {
    return ''
  }
}
