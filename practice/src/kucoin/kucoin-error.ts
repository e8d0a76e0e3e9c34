/** A refusal in KuCoin's words. Business errors come with HTTP 200. */
export class KuCoinError extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, text: string, status = 200) {
    super(text)
    this.code = code
    this.status = status
  }
}

export const badParameter = (text: string): KuCoinError => new KuCoinError('400100', text)
export const unknownOrder = (): KuCoinError => new KuCoinError('400100', 'order_not_exist_or_not_allow_to_cancel')
export const orderNotExist = (): KuCoinError => new KuCoinError('400100', 'The order does not exist.')
