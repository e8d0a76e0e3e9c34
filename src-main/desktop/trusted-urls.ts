import type { ExchangeName } from '../../src-shared/account.ts'

/** The panel's own scheme: unlike file://, it has an origin, and reaches nothing but the panel's folder. */
export const panelScheme = 'app'
export const panelUrl = `${panelScheme}://panel/`

/** Sites of each exchange that the panel links to, and whose pages the system's browser may be asked to open. */
const sites: Readonly<Record<ExchangeName, readonly string[]>> = {
  binance: ['www.binance.com', 'testnet.binance.vision'],
  bitget: ['www.bitget.com'],
  kucoin: ['www.kucoin.com'],
  kraken: ['www.kraken.com', 'pro.kraken.com'],
}
/** Of the makers of the chart's library, whose licence asks for a link. */
const chartSite = 'www.tradingview.com'
const externalHosts: ReadonlySet<string> = new Set([...Object.values(sites).flat(), chartSite])

/** Whether a page is the panel's own. Takes any text: URLs come from pages. */
export function isPanelUrl(address: string): boolean {
  const url = parse(address)
  return (
    url !== null &&
    url.protocol === `${panelScheme}:` &&
    url.host === 'panel' &&
    url.username === '' &&
    url.password === ''
  )
}

/** Whether a link may be handed to the system's browser: https, a known host, no credentials, no unusual port. */
export function isAllowedExternalUrl(address: string): boolean {
  const url = parse(address)
  return (
    url !== null &&
    url.protocol === 'https:' &&
    externalHosts.has(url.hostname) &&
    url.port === '' &&
    url.username === '' &&
    url.password === ''
  )
}

/** Whether a download is a file that the panel itself made, such as an export of the journal. */
export function isPanelFile(address: string): boolean {
  return address.startsWith(`blob:${panelScheme}://panel/`)
}

function parse(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
