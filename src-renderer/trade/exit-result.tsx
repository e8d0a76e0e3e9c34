import type { ReactNode } from 'react'
import { useLanguage } from '../i18n/use-language.ts'
import { formatCut, stepDecimals } from '../ui/format.ts'
import type { MarketView } from '../views.ts'
import type { ExitEstimate } from './estimates.ts'

const mostDecimals = 8

/** What a position would have gained or lost once this exit has executed, by sign, amount and per cent. */
export function ExitResult({ of, market }: { of: ExitEstimate; market: MarketView }): ReactNode {
  const language = useLanguage()
  const decimals = Math.max(2, Math.min(stepDecimals(market.tickSize), mostDecimals))
  return (
    <span className={`num ${of.difference.isNegative() ? 'sell' : 'buy'}`}>
      {formatCut(of.difference, decimals, language, { plusSign: true })} {market.quote} (
      {formatCut(of.percent, 2, language, { plusSign: true })} %)
    </span>
  )
}
