import type { PracticeMarket } from '../engine/market-rules.ts'

/**
 * Old assets have an id with a class letter and a name of their own (XXBT, XBT); the engine and newer names say BTC.
 */
const legacy: Readonly<Record<string, { readonly id: string; readonly altname: string }>> = {
  BTC: { id: 'XXBT', altname: 'XBT' },
  ETH: { id: 'XETH', altname: 'ETH' },
  LTC: { id: 'XLTC', altname: 'LTC' },
  XRP: { id: 'XXRP', altname: 'XRP' },
  DOGE: { id: 'XXDG', altname: 'XDG' },
  USD: { id: 'ZUSD', altname: 'USD' },
  EUR: { id: 'ZEUR', altname: 'EUR' },
}

export interface AssetNames {
  /** The engine's and Kraken's newer name. */
  readonly modern: string
  readonly id: string
  readonly altname: string
}

export function assetNames(modern: string): AssetNames {
  return { modern, ...(legacy[modern] ?? { id: modern, altname: modern }) }
}

/**
 * What every account has in Kraken's other lines (rewards earned automatically, staked), in plain decimal text. They
 * never change.
 */
export const extraLines: Readonly<Record<string, string>> = { 'USDT.F': '150', 'ETH.S': '0.75' }

export interface PairNames {
  /** Key of answers: both parts by their old ids where both have one, else both altnames. */
  readonly id: string
  readonly altname: string
  readonly wsname: string
  readonly modern: string
}

export function pairNames({ base, quote }: Pick<PracticeMarket, 'base' | 'quote'>): PairNames {
  const [first, second] = [assetNames(base), assetNames(quote)]
  const old = first.id !== first.modern && second.id !== second.modern
  const altname = `${first.altname}${second.altname}`
  return {
    id: old ? `${first.id}${second.id}` : altname,
    altname,
    wsname: `${first.altname}/${second.altname}`,
    modern: `${base}/${quote}`,
  }
}

/** Every spelling by which a request may name a pair. */
export function namesOf(market: PracticeMarket): readonly string[] {
  const { id, altname, wsname, modern } = pairNames(market)
  return [id, altname, wsname, modern]
}
