/** `1169-1191` and the like written out, with the minus that Binance writes before every code. */
function codesOf(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((part) => {
      const [from = '', to = from] = part.split('-')
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `-${Number(from) + index}`)
    })
}

/** errors.md of binance-spot-api-docs, 2026-08. */
const spot = `
  1000-1003 1006-1008 1013-1016 1020-1022 1033-1035 1100-1106 1108 1111 1112 1114-1122 1125 1127 1128 1130 1134 1135
  1139 1145 1151-1153 1155 1158 1160 1161 1165 1166 1168-1191 1194 1196-1199 1210 1211 1220-1225
  2010 2011 2013-2016 2021 2022 2026 2035 2036 2038 2039 2042 2043 1010`

/** docs/exchanges/binance.md §12 and docs/exchanges/binance-margin.md §10, where errors.md does not have them. */
const sheets = `
  1004 1099 2008 1209 3003-3010 3012-3017 3020-3024 3027-3029 3036 3037 3041-3045 3064 3067 3111 3999 4047
  11001 11008 20204 51006 51014 51061`

export const publishedCodes: readonly string[] = [...new Set([...codesOf(spot), ...codesOf(sheets)])]

/** Published, and told by code and words alone: what no REST request of ours meets. */
export const deliberatelyGeneric: ReadonlySet<string> = new Set([
  // FIX and SBE sessions.
  ...codesOf('1033 1035 1152 1153 1155 1161 1169-1191 1221'),
  // Streams.
  ...codesOf('1125 1209 2035 2036 2042'),
])
