/** An error in Kraken's words (`EOrder:Insufficient funds`), answered with HTTP 200 in the envelope's `error` list. */
export class KrakenError extends Error {}

export const badArguments = (detail: string): KrakenError =>
  new KrakenError(detail === '' ? 'EGeneral:Invalid arguments' : `EGeneral:Invalid arguments:${detail}`)
