import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { assumptionsOf } from '../../src-main/verify/assumptions/index.ts'
import { exchangeNames } from '../../src-shared/account.ts'
import { rules } from '../conformance-redis/rules.ts'
import { anchorsOf, bareSectionsIn, citationsIn, linksIn, placesOf } from './citations.ts'

const root = join(import.meta.dirname, '../..')
const contract = 'docs/wire-contract.md'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

function filesUnder(folder: string): readonly string[] {
  return (
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
      // test/peers installs packages of its own.
      .filter((path) => !path.includes('node_modules/') && statSync(join(root, path)).isFile())
  )
}

const everything = ['src-main', 'src-preload', 'src-renderer', 'src-shared', 'practice', 'test', 'scripts', 'docs']
  .flatMap(filesUnder)
  .concat(
    readdirSync(root).filter((name) => name.endsWith('.md')),
    'eslint.config.ts',
  )
const pages = everything.filter((path) => path.endsWith('.md'))
/** The tests of this checker cite what is not there. */
const code = everything.filter(
  (path) => /\.(?:ts|tsx|mjs|json)$/.test(path) && !path.startsWith('test/docs/') && !path.startsWith('docs/'),
)
/** Their sections are those of a page that they do not name each time; what they say is checked apart. */
const ofOnePage = (path: string): boolean =>
  path.startsWith('src-main/verify/assumptions/') || path === 'test/conformance-redis/rules.ts'

/** What is wrong with the citations of a text; `at`: where a page is when it is cited in this file. */
function unresolved(text: string, at: (page: string) => string): readonly string[] {
  return citationsIn(text).flatMap(({ page, place }) => {
    const path = at(page)
    if (!existsSync(join(root, path))) return [`${page} is not there`]
    return placesOf(read(path)).has(place) ? [] : [`${page} has no ${place}`]
  })
}

const fromRoot = (page: string): string => page
const besides = (file: string) => (page: string) =>
  page.startsWith('docs/') ? page : posix.join(posix.dirname(file), page)

describe('citations', () => {
  it('of the code lead to a section', () => {
    const problems = code.flatMap((path) => {
      const text = read(path)
      const bare = ofOnePage(path) ? [] : bareSectionsIn(text).map((place) => `§${place} of no page`)
      return [...unresolved(text, fromRoot), ...bare].map((problem) => `${path}: ${problem}`)
    })
    expect(problems).toEqual([])
    expect(code.flatMap((path) => citationsIn(read(path))).length).toBeGreaterThan(200)
  })

  it.each(pages)('of %s lead to a section', (path) => {
    const text = read(path)
    const own = placesOf(path.startsWith('docs/') ? text : read(contract))
    expect(unresolved(text, besides(path))).toEqual([])
    expect(bareSectionsIn(text).filter((place) => !own.has(place))).toEqual([])
  })

  it.each(exchangeNames)('of what our client of %s relies on lead to a section', (exchange) => {
    const kinds = [null, 'classic', 'unified']
    const sources = kinds.flatMap((kind) => assumptionsOf(exchange, kind).map(({ source }) => source))
    for (const source of sources) expect(citationsIn(source).length, source).toBeGreaterThan(0)
    expect(sources.flatMap((source) => unresolved(source, fromRoot))).toEqual([])
  })

  it('of the rules of the wire contract lead to a section', () => {
    const known = placesOf(read(contract))
    const astray = Object.values(rules).filter((rule) => !known.has(bareSectionsIn(rule)[0] ?? ''))
    expect(astray).toEqual([])
  })

  it('are of no page by another name than its path', () => {
    const words = code.flatMap((path) =>
      [...read(path).matchAll(/(?<![\w./-])docs\/[\w./-]+\.(?:md|json|png)\b/g)].map(([page]) => page),
    )
    const missing = words.filter((page) => !existsSync(join(root, page)))
    expect(missing).toEqual([])
  })
})

describe('links', () => {
  it.each(pages)('of %s lead somewhere', (path) => {
    const broken = linksIn(read(path)).filter(({ path: target, anchor }) => {
      const file = target === '' ? path : posix.join(posix.dirname(path), target)
      if (!existsSync(join(root, file))) return true
      return anchor !== '' && !anchorsOf(read(file)).has(anchor)
    })
    expect(broken).toEqual([])
  })
})

describe('the checker', () => {
  const page = ['# A page', '## 1. One', '### 1.2 Two', '```', '## 9. Code', '```', '| D3 | a defect |', ''].join('\n')

  it('finds citations over lines, in lists, ranges and links', () => {
    const text = [
      '/**',
      ' * Source: docs/a.md §1 (limits), §2',
      ' * to §4, docs/b.md',
      ' * §5–7.1; rest-api.md; docs/c.md D3.',
      ' */',
      'see [the page](d.md) §8.',
    ].join('\n')
    expect(citationsIn(text).map((found) => `${found.page} ${found.place}`)).toEqual([
      'docs/a.md 1',
      'docs/a.md 2',
      'docs/a.md 4',
      'docs/b.md 5',
      'docs/b.md 7.1',
      'docs/c.md D3',
      'd.md 8',
    ])
    expect(bareSectionsIn(`${text} As §9.1 says.`)).toEqual(['9.1'])
  })

  it('knows what a page has, and not what its code shows', () => {
    expect([...placesOf(page)]).toEqual(['1', '1.2', 'D3'])
    expect([...anchorsOf(page)]).toEqual(['a-page', '1-one', '12-two'])
    expect(linksIn('[a](b.md#c) `[x](y.md)` [w](https://example.org) [top](#d)')).toEqual([
      { path: 'b.md', anchor: 'c' },
      { path: '', anchor: 'd' },
    ])
  })

  it('tells made-up citations', () => {
    expect(unresolved(`${contract} §4.7, §99.9`, fromRoot)).toEqual([`${contract} has no 99.9`])
    expect(unresolved('docs/exchanges/mtgox.md §1', fromRoot)).toEqual(['docs/exchanges/mtgox.md is not there'])
    expect(unresolved(`${contract} D99`, fromRoot)).toEqual([`${contract} has no D99`])
  })
})
