import { parse } from 'lossless-json'
import { Money } from '../../../src-shared/money.ts'
import type { RawRequest } from '../host/raw-http.ts'
import { entriesOf, RequestParameters } from '../host/request-parameters.ts'
import { badArguments, KrakenError } from './kraken-error.ts'

/**
 * A request's parameters as text, from the query, a form body or a JSON body; nested ones under names such as
 * `close[price]`. Numbers of a JSON body are the digits that stood there.
 */
export class Parameters extends RequestParameters {
  protected fault(name: string): KrakenError {
    return badArguments(name)
  }

  override flag(name: string): boolean {
    const text = this.text(name)
    return text === '1' || (text !== '0' && super.flag(name))
  }

  optionalList(name: string): readonly unknown[] | null {
    return this.has(name) ? this.list(name) : null
  }

  commaList(name: string): readonly string[] | null {
    return (
      this.text(name)
        ?.split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '') ?? null
    )
  }
}

/** @throws KrakenError for anything but plain digits with at most one point. */
export function decimalOf(text: string, name: string): Money {
  if (!/^\d{1,30}(\.\d{1,30})?$/.test(text)) throw badArguments(name)
  return Money.parse(text)
}

/** @throws KrakenError `EAPI:Bad request` for a body that is neither a form nor JSON. */
export function parametersOf(request: RawRequest): Parameters {
  const values = new Map<string, unknown>(formOf(request.rawQuery))
  const body = request.body.toString('utf8')
  if (body === '') return new Parameters(values)
  if (request.headers['content-type']?.startsWith('application/json') === true) {
    for (const [name, value] of jsonOf(body)) values.set(name, value)
  } else {
    for (const [name, value] of formOf(body)) values.set(name, value)
  }
  return new Parameters(values)
}

export function parametersFrom(record: unknown): Parameters {
  const entries = entriesOf(record)
  if (entries === null) throw badArguments('orders')
  return new Parameters(new Map(flattened(entries)))
}

function formOf(text: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(text)]
}

function jsonOf(text: string): readonly (readonly [string, unknown])[] {
  let parsed: unknown
  try {
    parsed = parse(text, null, (number) => number)
  } catch {
    throw new KrakenError('EAPI:Bad request')
  }
  const entries = entriesOf(parsed)
  if (entries === null) throw new KrakenError('EAPI:Bad request')
  return flattened(entries)
}

function flattened(entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  return entries.flatMap(
    ([name, value]) =>
      entriesOf(value)?.map(([inner, each]) => [`${name}[${inner}]`, each] as const) ?? [[name, value] as const],
  )
}
