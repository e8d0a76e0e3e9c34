/** A place in a document that a text names: `docs/exchanges/kraken.md §8.2` or `docs/wire-contract.md D25`. */
export interface Citation {
  readonly page: string
  /** `8.2`, or `D25`. */
  readonly place: string
}

const section = String.raw`\d+(?:\.\d+)*`
/** `§7.1`, `§7.1–7.3`, `§3 (limits)`; several with commas, "and" or "to" between them. */
const oneSection = String.raw`§${section}(?:[–-]${section})?(?: \([^()§]*\))?`
const sections = String.raw`${oneSection}(?:(?:, | and | to |, and )${oneSection})*`
const citation = new RegExp(String.raw`([\w./-]+\.md) (${sections}|D\d+\b)`, 'g')
const places = new RegExp(String.raw`§(${section})(?:[–-](${section}))?|(D\d+)`, 'g')

/** A text in one line, without the leaders of comment lines; links of Markdown as what they lead to. */
function unwrapped(text: string): string {
  return text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)?[ \t]*/g, ' ').replace(/\[[^[\]]*\]\(([\w./-]+\.md)\)/g, '$1')
}

/** Every place that a text names, as it names it. */
export function citationsIn(text: string): readonly Citation[] {
  return [...unwrapped(text).matchAll(citation)].flatMap(([, page = '', named = '']) =>
    placesIn(named).map((place) => ({ page, place })),
  )
}

/** Sections that a text names without saying of which page. */
export function bareSectionsIn(text: string): readonly string[] {
  return placesIn(unwrapped(text).replace(citation, '')).filter((place) => !place.startsWith('D'))
}

function placesIn(text: string): readonly string[] {
  return [...text.matchAll(places)].flatMap(([, from, to, defect]) =>
    [from, to, defect].filter((place) => place !== undefined),
  )
}

/** The places that a page has: its numbered headings, and the defects that it lists in a table or as items. */
export function placesOf(page: string): ReadonlySet<string> {
  const prose = withoutFences(page)
  const headings = [...prose.matchAll(/^#+ (\d+(?:\.\d+)*)\.?\s/gm)].map(([, number = '']) => number)
  const defects = [...prose.matchAll(/^(?:\| |- )(D\d+)\b/gm)].map(([, name = '']) => name)
  return new Set([...headings, ...defects])
}

/** The relative links of a page of Markdown: path (empty: the page itself) and anchor (empty: none). */
export function linksIn(page: string): readonly { readonly path: string; readonly anchor: string }[] {
  const prose = withoutFences(page).replace(/`[^`]*`/g, '')
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#')
      return { path, anchor }
    })
}

/** The anchors that a page's headings have on GitHub. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const headings = withoutFences(page).matchAll(/^#+ (.+)$/gm)
  return new Set([...headings].map(([, heading = '']) => anchorOf(heading)))
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
}

function withoutFences(page: string): string {
  return page.replace(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, '')
}
