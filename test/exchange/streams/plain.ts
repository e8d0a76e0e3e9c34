import { parseJson } from '../../../src-main/exchange/http/json.ts'

/** What a mapping makes of a text of an exchange, with amounts as texts. */
export function mapped(map: (payload: unknown) => unknown, text: string): unknown {
  return JSON.parse(JSON.stringify(map(parseJson(text))))
}
