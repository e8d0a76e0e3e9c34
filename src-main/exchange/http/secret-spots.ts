import { RecentMap } from '../../infra/recent-map.ts'

/** A part of a text: [`start`, `end`). */
export interface Spot {
  readonly start: number
  readonly end: number
}

/** No exchange takes a shorter key or passphrase, and words would be torn apart. */
const shortest = 4
/**
 * So many characters of a secret in a row are no coincidence: a secret that is cut off, or broken into lines, is found
 * by them.
 */
const run = 12
/** From this length on no form of a secret is as short as a run, not even its bytes in Base64. */
const longForms = 32

/**
 * Where a text tells a secret: as it is or in another letter case, percent-encoded, escaped as in JSON or HTML, in
 * Base64 (within more of it, too) or hexadecimal digits, with or without padding, decoded from these, broken by blanks
 * and line ends, whole or (from 12 characters on) in part. Of a key in PEM its body counts. In order, not overlapping.
 * Pure.
 */
export function spotsOf(text: string, secrets: readonly string[]): readonly Spot[] {
  const sought = [...new Set(secrets)]
    .filter((secret) => text.length >= run || secret.length < longForms)
    .map(soughtOf)
    .filter(({ wholes, parts }) => wholes.length > 0 || parts.size > 0)
  if (sought.length === 0) return []
  const read = readable(text)
  const haystack = read.map(({ character }) => character).join('')
  const spots = [
    ...sought.flatMap(({ wholes }) => wholes.flatMap((form) => placesOf(haystack, form))),
    ...runsIn(haystack, sought),
  ]
    .map(({ start, end }) => ({ start: read[start]?.start ?? 0, end: read[end - 1]?.end ?? 0 }))
    .toSorted((a, b) => a.start - b.start)
  return merged(spots)
}

interface Read extends Spot {
  /** One code unit, in lower case. */
  readonly character: string
}

const tokens =
  /(?:%[0-9a-f]{2})+|\\u[0-9a-f]{4}|\\[\s\S]|&#x[0-9a-f]{1,6};|&#\d{1,7};|&(?:amp|quot|apos|lt|gt);|[\s\u200b-\u200d\ufeff]|[^]/gi

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&apos;': "'",
  '&lt;': '<',
  '&gt;': '>',
}

/** A text without escapes, blanks and letter case, and where each character of it came from. */
function readable(text: string): readonly Read[] {
  return [...text.matchAll(tokens)].flatMap(({ 0: token, index }) => {
    const characters = plain(meaning(token))
    return Array.from({ length: characters.length }, (_, at) => ({
      character: characters.charAt(at),
      start: index,
      end: index + token.length,
    }))
  })
}

/** What is compared: neither blanks, nor the backslashes of escapes within escapes, nor letter case. */
const plain = (text: string): string => text.replace(/[\s\\\u200b-\u200d\ufeff]/g, '').toLowerCase()

function meaning(token: string): string {
  if (token.startsWith('%') && token.length > 1) return percentDecoded(token)
  if (token.startsWith('\\') && token.length > 1) return unescaped(token)
  if (token.startsWith('&#')) return fromCode(token.slice(2, -1).replace(/^x/i, '0x'))
  return entities[token.toLowerCase()] ?? token
}

function percentDecoded(token: string): string {
  try {
    return decodeURIComponent(token)
  } catch {
    return Buffer.from(token.replaceAll('%', ''), 'hex').toString('latin1')
  }
}

function unescaped(token: string): string {
  if (token.length === 6) return fromCode(`0x${token.slice(2)}`)
  return /\\[nrtbf\s]/.test(token) ? '' : token.slice(1)
}

function fromCode(text: string): string {
  const code = Number(text)
  return Number.isInteger(code) && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** What a secret is found by: its short forms as they are, and every run of characters of the longer ones. */
interface Sought {
  readonly wholes: readonly string[]
  readonly parts: ReadonlySet<string>
}

/** Those of an account stay the same from answer to answer; signatures, which do not, push the oldest out. */
const prepared = new RecentMap<Sought>(64)

function soughtOf(secret: string): Sought {
  const known = prepared.get(secret)
  if (known !== undefined) return known
  const forms = [...new Set(formsOf(secret))]
  const parts = new Set<string>()
  for (const form of forms)
    if (form.length > run) for (let at = 0; at + run <= form.length; at += 1) parts.add(form.slice(at, at + run))
  const sought = { wholes: forms.filter((form) => form.length <= run), parts }
  prepared.set(secret, sought)
  return sought
}

/** A secret in every form that is not an escape: as {@link readable} gives a text. */
function formsOf(secret: string): readonly string[] {
  const pem = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(secret)?.[1]
  const text = pem === undefined ? secret : pem.replace(/\s/g, '')
  if (text.trim().length < shortest) return []
  const raw = [Buffer.from(text, 'utf8'), ...decoded(text)]
  const forms = [
    text,
    text.trim().replaceAll(' ', '+'),
    text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    ...raw.flatMap((bytes) => [bytes.toString('hex'), ...inBase64(bytes)]),
  ]
  return forms.map(plain).filter((form) => form.length >= shortest)
}

/** What a text stands for that is Base64 or hexadecimal digits. */
function decoded(text: string): readonly Buffer[] {
  const body = text.replace(/=+$/, '')
  if (/^(?:[0-9a-f]{2}){8,}$/i.test(body)) return [Buffer.from(body, 'hex')]
  return /^[\w+/-]{16,}$/.test(body) ? [Buffer.from(body, 'base64')] : []
}

/** Bytes in Base64, wherever in a longer text of it they begin: only digits that no neighbour has a part in. */
function inBase64(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const digits = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const whole = digits.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6))
    // A few digits may be a word.
    return whole.length < 6 ? [] : [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function placesOf(haystack: string, form: string): readonly Spot[] {
  const spots: Spot[] = []
  for (let at = haystack.indexOf(form); at >= 0; at = haystack.indexOf(form, at + 1))
    spots.push({ start: at, end: at + form.length })
  return spots
}

function runsIn(haystack: string, sought: readonly Sought[]): readonly Spot[] {
  const spots: Spot[] = []
  for (let at = 0; at + run <= haystack.length; at += 1) {
    const part = haystack.slice(at, at + run)
    if (sought.some(({ parts }) => parts.has(part))) spots.push({ start: at, end: at + run })
  }
  return spots
}

function merged(spots: readonly Spot[]): readonly Spot[] {
  const result: Spot[] = []
  for (const spot of spots) {
    const last = result.at(-1)
    if (last === undefined || spot.start > last.end) result.push(spot)
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, spot.end) }
  }
  return result
}
