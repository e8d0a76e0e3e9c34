import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { Timeframe } from '../src-shared/capabilities.ts'

/**
 * What the person looks at in this tab: each tab keeps its own over a reload, so that none moves another to other
 * money. Nothing secret.
 */
interface Selection {
  readonly accountId: string | null
  /** The symbol last looked at, by account. */
  readonly symbols: Readonly<Record<string, string>>
  /** Quote asset that the market list is narrowed to; null: all. */
  readonly quote: string | null
  /** How long a candle of the chart is, where the market has them. */
  readonly timeframe: Timeframe
  /** Whether the chart’s scale tells per cent instead of prices. */
  readonly chartPercent: boolean
}

export const useSelection = create<Selection>()(
  persist((): Selection => ({ accountId: null, symbols: {}, quote: 'USDT', timeframe: '15m', chartPercent: false }), {
    name: 'aristobot-selection',
    version: 2,
    storage: createJSONStorage(() => sessionStorage),
  }),
)

export function selectAccount(accountId: string): void {
  useSelection.setState({ accountId })
}

export function selectSymbol(accountId: string, symbol: string): void {
  useSelection.setState((state) => ({ symbols: { ...state.symbols, [accountId]: symbol } }))
}

export function selectQuote(quote: string | null): void {
  useSelection.setState({ quote })
}

export function selectTimeframe(timeframe: Timeframe): void {
  useSelection.setState({ timeframe })
}

export function selectChartPercent(chartPercent: boolean): void {
  useSelection.setState({ chartPercent })
}
