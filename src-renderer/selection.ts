import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** What the person looks at; the page remembers it as long as its host lets it (Electron's window and a new port forget). Nothing secret. */
interface Selection {
  readonly accountId: string | null
  /** The symbol last looked at, by account. */
  readonly symbols: Readonly<Record<string, string>>
  /** Quote asset that the market list is narrowed to; null: all. */
  readonly quote: string | null
}

export const useSelection = create<Selection>()(
  persist((): Selection => ({ accountId: null, symbols: {}, quote: 'USDT' }), {
    name: 'aristobot-selection',
    version: 1,
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
