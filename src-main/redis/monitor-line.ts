/** A command that some client sent, as MONITOR shows it. */
export interface SeenCommand {
  /** Epoch ms of Redis's own clock. */
  readonly at: number
  readonly db: number
  /** `host:port`, `unix:<path>`, or `lua` for what a script did. */
  readonly source: string
  /** The command and its arguments, as UTF-8 where they are. */
  readonly words: readonly string[]
}

const opening = /^\+?(\d+\.\d+) \[(\d+) ([^\]]*(?:\][^ ]*)?)\] /

/**
 * Reads `1796081612.262564 [0 127.0.0.1:57110] "RPUSH" "x" "\xc3\xa9"`, Redis's sdscatrepr for each word. null: the line
 * is no such thing.
 */
export function parseMonitorLine(line: string): SeenCommand | null {
  const match = opening.exec(line)
  if (match === null) return null
  const [whole, seconds = '', db = '', source = ''] = match
  const words = wordsOf(line, whole.length)
  return words === null ? null : { at: Math.round(Number(seconds) * 1_000), db: Number(db), source, words }
}

const escaped: Readonly<Record<string, number>> = { n: 0x0a, r: 0x0d, t: 0x09, a: 0x07, b: 0x08 }

function wordsOf(line: string, from: number): readonly string[] | null {
  const words: string[] = []
  for (let at = from; at < line.length; at += 1) {
    if (line[at] !== '"') return null
    const bytes: number[] = []
    for (at += 1; line[at] !== '"'; at += 1) {
      const character = line[at]
      if (character === undefined) return null
      if (character !== '\\') {
        bytes.push(character.charCodeAt(0))
        continue
      }
      at += 1
      const kind = line[at] ?? ''
      if (kind === 'x') {
        bytes.push(Number.parseInt(line.slice(at + 1, at + 3), 16))
        at += 2
      } else bytes.push(escaped[kind] ?? kind.charCodeAt(0))
    }
    words.push(Buffer.from(bytes).toString('utf8'))
    at += 1
    if (at < line.length && line[at] !== ' ') return null
  }
  return words
}
