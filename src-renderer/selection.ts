import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

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
}

export const useSelection = create<Selection>()(
  persist((): Selection => ({ accountId: null, symbols: {}, quote: 'USDT' }), {
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
