import type { Environment, ExchangeName, KeyKind, OrderRoute } from './account.ts'

/** What a person has to know of an exchange before there is an account on it. */
export interface ExchangeProfile {
  readonly name: ExchangeName
  /** As people write it. */
  readonly label: string
  readonly environments: readonly Environment['kind'][]
  readonly keyKinds: readonly KeyKind[]
  /** A word that the person chose together with the key and that every request needs. */
  readonly passphrase: boolean
  /** Kinds of account at the practice exchange, its first first; empty: there is only one. */
  readonly practiceKinds: readonly string[]
  /** How orders can go there, the usual way first. */
  readonly orderRoutes: readonly OrderRoute[]
}

/**
 * Sources: docs/exchanges/*.md. Bitget's demo trading is the production address with a header; KuCoin and Kraken have
 * no test environment for spot.
 */
export const exchangeProfiles: Readonly<Record<ExchangeName, ExchangeProfile>> = {
  binance: {
    name: 'binance',
    label: 'Binance',
    environments: ['practice', 'production', 'testnet', 'demo'],
    keyKinds: ['hmac', 'rsa', 'ed25519'],
    passphrase: false,
    practiceKinds: [],
    orderRoutes: ['rest', 'websocket'],
  },
  bitget: {
    name: 'bitget',
    label: 'Bitget',
    environments: ['practice', 'production', 'demo'],
    keyKinds: ['hmac', 'rsa'],
    passphrase: true,
    practiceKinds: ['classic', 'unified'],
    orderRoutes: ['rest'],
  },
  kucoin: {
    name: 'kucoin',
    label: 'KuCoin',
    environments: ['practice', 'production'],
    keyKinds: ['hmac'],
    passphrase: true,
    practiceKinds: ['classic'],
    orderRoutes: ['rest'],
  },
  kraken: {
    name: 'kraken',
    label: 'Kraken',
    environments: ['practice', 'production'],
    keyKinds: ['hmac'],
    passphrase: false,
    practiceKinds: [],
    orderRoutes: ['rest'],
  },
}

/** An exchange's name as people write it, for sentences. The only place of it. */
export function labelOf(exchange: ExchangeName): string {
  return exchangeProfiles[exchange].label
}
