import type { AssetRecords } from '../schemas.ts'

/**
 * Kraken's own modern names of the two assets that its REST interface still calls otherwise (its WebSocket v2 uses
 * them).
 */
const modernNames: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' }

/** What Kraken calls its assets. By table only: of `XTZ` and `XXBT` one has a prefix and the other has not. */
export interface AssetNames {
  /** Our name of an asset by Kraken's id (`XXBT`) or altname (`XBT`); null: not listed. */
  nameOf(idOrAltname: string): string | null
}

/** Source: GET Assets. */
export function assetNames(records: AssetRecords): AssetNames {
  const names = new Map<string, string>()
  for (const { altname } of Object.values(records)) names.set(altname, modern(altname))
  // Ids last: where one asset's altname is another's id, the id is meant.
  for (const [id, { altname }] of Object.entries(records)) names.set(id, modern(altname))
  return { nameOf: (text) => names.get(text) ?? null }
}

/** The two halves of a pair's `wsname` (`XBT/USD`), for assets that the table does not have. */
export function namesFromWsname(wsname: string | undefined): readonly [string, string] | null {
  const [base, quote, ...rest] = wsname?.split('/') ?? []
  if (base === undefined || quote === undefined || base === '' || quote === '' || rest.length > 0) return null
  return [modern(base), modern(quote)]
}

function modern(altname: string): string {
  return modernNames[altname] ?? altname
}
