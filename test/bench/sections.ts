/** Parts of docs/benchmarks.md that are measured by themselves, by their headings, in their order. */
const headings = ['## Over a line', '## The panel', '## Live', '## Watching brackets'] as const

/** The page with a section in the place of the one under the same heading, or at its end. */
export function withSection(page: string, section: string): string {
  const [heading = ''] = section.split('\n', 1)
  const before = sectionIn(page, heading)
  if (before === null) return `${page.trimEnd()}\n\n${section}`
  return page.replace(before.trimEnd(), () => section.trimEnd())
}

/** A page written anew, with the sections of the one before it. */
export function withSectionsOf(before: string, page: string): string {
  const kept = headings.flatMap((heading) => sectionIn(before, heading) ?? [])
  return kept.reduce(withSection, page)
}

function sectionIn(page: string, heading: string): string | null {
  const from = page.indexOf(`${heading}\n`)
  if (from === -1) return null
  const next = page.indexOf('\n## ', from)
  return page.slice(from, next === -1 ? undefined : next + 1)
}
