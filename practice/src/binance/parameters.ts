import { Money } from '../../../src-shared/money.ts'
import { type Fault, RequestParameters } from '../host/request-parameters.ts'
import { BinanceError, missing, notValid } from './binance-error.ts'

const decimalPattern = /^[0-9]{1,20}(\.[0-9]{1,20})?$/
const integerPattern = /^[0-9]{1,20}$/
const clientIdPattern = /^[a-zA-Z0-9_-]{1,36}$/
const symbolPattern = /^[\p{Lu}\p{Lo}\p{N}_.-]{1,50}$/u
const maxDecimals = 8

function illegal(name: string, range: string): BinanceError {
  return new BinanceError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`)
}

/**
 * The parameters of one request, with Binance's strictness: a parameter may be there once, must not be empty, and must
 * be one that the endpoint reads ({@link finish}).
 */
export class Parameters extends RequestParameters {
  declare protected readonly values: ReadonlyMap<string, string>
  readonly #read = new Set<string>()

  protected fault(name: string, fault: Fault): BinanceError {
    return fault === 'missing' ? missing(name) : notValid(name)
  }

  get names(): readonly string[] {
    return [...this.values.keys()]
  }

  /** The value without any check; does not count as reading it. */
  peek(name: string): string | null {
    return this.values.get(name) ?? null
  }

  /** @throws BinanceError -1105 when it is empty */
  override text(name: string): string | null {
    const value = this.values.get(name)
    if (value === undefined) return null
    this.#read.add(name)
    if (value === '') throw new BinanceError(-1105, `Parameter '${name}' was empty.`)
    return value
  }

  /** A decimal of at most 8 places. @throws BinanceError -1100, -1111 */
  override decimal(name: string): Money | null {
    const value = this.text(name)
    if (value === null) return null
    if (!decimalPattern.test(value)) throw illegal(name, '^([0-9]{1,20})(\\.[0-9]{1,20})?$')
    const [, decimals = ''] = value.split('.')
    if (decimals.replace(/0+$/, '').length > maxDecimals) {
      throw new BinanceError(-1111, `Parameter '${name}' has too much precision.`)
    }
    return Money.parse(value)
  }

  requiredDecimal(name: string): Money {
    const value = this.decimal(name)
    if (value === null) throw missing(name)
    return value
  }

  /** A whole number: an id, a time, a limit. @throws BinanceError -1100, -1108 */
  override integer(name: string): number | null {
    const value = this.text(name)
    if (value === null) return null
    if (!integerPattern.test(value)) throw illegal(name, '^[0-9]{1,20}$')
    const number = Number(value)
    if (!Number.isSafeInteger(number)) throw new BinanceError(-1108, `Parameter '${name}' overflowed.`)
    return number
  }

  /** A time in ms; microseconds are accepted and cut. */
  time(name: string): number | null {
    const value = this.integer(name)
    return value === null ? null : toMilliseconds(value)
  }

  clientId(name: string): string | null {
    const value = this.text(name)
    if (value !== null && !clientIdPattern.test(value)) throw illegal(name, '^[a-zA-Z0-9-_]{1,36}$')
    return value
  }

  symbol(name = 'symbol'): string | null {
    const value = this.text(name)
    if (value !== null && !symbolPattern.test(value)) throw illegal(name, '^[\\w\\-._&&[^a-z]]{1,50}$')
    return value
  }

  /** A JSON array of symbols such as `["BTCUSDT","BNBUSDT"]`. @throws BinanceError -1100, -1151 */
  symbols(name = 'symbols'): readonly string[] | null {
    const value = this.text(name)
    if (value === null) return null
    const list = stringList(value)
    if (list === null || list.length === 0 || !list.every((each) => symbolPattern.test(each))) {
      throw illegal(name, '^\\[("[\\w\\-._&&[^a-z]]{1,50}"(,"[\\w\\-._&&[^a-z]]{1,50}"){0,}){0,1}\\]$')
    }
    if (new Set(list).size !== list.length) {
      throw new BinanceError(-1151, 'Symbol is present multiple times in the list.')
    }
    return list
  }

  /** @throws BinanceError as `wrong` says (-1130 unless told) */
  override oneOf<T extends string>(
    name: string,
    values: readonly T[],
    wrong: () => BinanceError = () => notValid(name),
  ): T | null {
    const value = this.text(name)
    if (value === null) return null
    const found = values.find((each) => each === value)
    if (found === undefined) throw wrong()
    return found
  }

  boolean(name: string): boolean | null {
    const value = this.text(name)
    if (value === null) return null
    const lower = value.toLowerCase()
    if (lower !== 'true' && lower !== 'false') throw illegal(name, 'true|false')
    return lower === 'true'
  }

  /** @throws BinanceError -1104 when something was sent that nobody read */
  finish(): void {
    if (this.#read.size === this.values.size) return
    throw new BinanceError(
      -1104,
      `Not all sent parameters were read; read '${this.#read.size}' parameter(s) but was sent '${this.values.size}'.`,
    )
  }
}

/** Times beyond the year 5138 in ms are microseconds. */
export function toMilliseconds(time: number): number {
  return time > 100_000_000_000_000 ? Math.floor(time / 1000) : time
}

/** The strings of a JSON array, or null when the text is no such thing. */
export function stringList(text: string): readonly string[] | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) && parsed.every((each) => typeof each === 'string') ? parsed : null
  } catch {
    return null
  }
}

/**
 * Reads query and form body, bytes as they came (latin1). A name in both: the query wins.
 * @throws BinanceError -1101 for a name twice in one of them, -1100 for broken percent-encoding
 */
export function parseParameters(rawQuery: string, rawBody: string): Parameters {
  const values = new Map<string, string>()
  for (const [name, value] of pairsOf(rawBody)) values.set(name, value)
  for (const [name, value] of pairsOf(rawQuery)) values.set(name, value)
  return new Parameters(values)
}

function pairsOf(raw: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  for (const part of raw.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decoded(equals < 0 ? part : part.slice(0, equals))
    if (pairs.has(name)) throw new BinanceError(-1101, 'Duplicate values for a parameter detected.')
    pairs.set(name, equals < 0 ? '' : decoded(part.slice(equals + 1)))
  }
  return pairs
}

/** Form decoding of bytes; UTF-8 that is not valid is refused. */
function decoded(raw: string): string {
  try {
    const escaped = raw
      .replaceAll('+', '%20')
      .replace(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
    return decodeURIComponent(escaped)
  } catch {
    throw new BinanceError(-1100, 'Illegal characters found in a parameter.')
  }
}
