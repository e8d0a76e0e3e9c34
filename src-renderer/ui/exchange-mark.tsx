import type { ReactNode } from 'react'
import type { ExchangeName } from '../../src-shared/account.ts'

const letters: Readonly<Record<ExchangeName, string>> = { binance: 'BN', bitget: 'BG', kucoin: 'KC', kraken: 'KR' }

/** Tells exchanges apart at a glance, beside their name. */
export function ExchangeMark({ exchange }: { exchange: ExchangeName }): ReactNode {
  return (
    <span className="exchange-mark" data-exchange={exchange} aria-hidden="true">
      {letters[exchange]}
    </span>
  )
}
