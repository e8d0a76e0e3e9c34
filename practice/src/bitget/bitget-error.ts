/** A refusal in Bitget's words. Errors come with HTTP 400 unless told, and with the envelope all the same. */
export class BitgetError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, text: string, status = 400) {
    super(text)
    this.code = code
    this.status = status
  }
}

export const missing = (name: string): BitgetError => new BitgetError('40019', `Parameter ${name} cannot be empty`)
export const badParameter = (text: string): BitgetError =>
  new BitgetError('40808', `Parameter verification exception ${text}`)
export const scaleError = (name: string, value: string, scale: number): BitgetError =>
  badParameter(`${name} checkBDScale error value=${value} checkScale=${scale}`)
export const orderNotFound = (): BitgetError => new BitgetError('43001', 'The order does not exist')
