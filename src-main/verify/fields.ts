/** What an answer shows of a field: it is there, it should be and is not, or nothing is listed that could have it. */
export type Sight = 'there' | 'missing' | 'nothing'

/**
 * Looks for a field in a parsed answer. A path is names with dots; `[]` is every element of a list, `*` every value of
 * a record, and `@` those of them that are about one market: under its id, or with its id in one of their texts. Pure.
 */
export function sightOf(body: unknown, path: string, nativeId: string): Sight {
  return walk(body, path.split('.'), nativeId.toUpperCase())
}

function walk(value: unknown, names: readonly string[], nativeId: string): Sight {
  const [name, ...rest] = names
  if (name === undefined) return 'there'
  if (value === null) return 'nothing'
  if (typeof value !== 'object') return 'missing'
  if (name === '[]' || name === '*' || name === '@') {
    const entries = Object.entries(value)
    const meant = name === '@' ? entries.filter((entry) => isAbout(entry, nativeId)) : entries
    return together(meant.map(([, each]) => walk(each, rest, nativeId)))
  }
  if (!(name in value)) return 'missing'
  return walk((value as Readonly<Record<string, unknown>>)[name], rest, nativeId)
}

function isAbout([key, value]: readonly [string, unknown], nativeId: string): boolean {
  if (key.toUpperCase() === nativeId) return true
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((each) => typeof each === 'string' && each.toUpperCase() === nativeId)
}

function together(sights: readonly Sight[]): Sight {
  if (sights.includes('missing')) return 'missing'
  return sights.includes('there') ? 'there' : 'nothing'
}
