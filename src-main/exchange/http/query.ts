/** Parameters in the order in which they are sent; undefined ones are left out. */
export type Params = Readonly<Record<string, string | undefined>>

/** The parameters that are there. */
export function given(params: Params): readonly (readonly [string, string])[] {
  return Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined)
}

/** A query or a form's body, encoded once: what is signed and what is sent are this same text. */
export function encodeQuery(params: Params, encode: (text: string) => string = encodeURIComponent): string {
  return given(params)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
}
