import type { ExchangeName } from '../../src-shared/account.ts'

const names: Record<ExchangeName, string> = {
  binance: 'Binance',
  bitget: 'Bitget',
  kucoin: 'KuCoin',
  kraken: 'Kraken',
}

export function exchangeLabel(name: ExchangeName): string {
  return names[name]
}
