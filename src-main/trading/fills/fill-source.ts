import type { FillFilter } from '../../../src-shared/fills.ts'
import type { Fill } from '../../../src-shared/order.ts'

/** A fill and the account it belongs to. */
export interface StoredFill extends Fill {
  readonly accountId: string
}

/**
 * Of which stretch of time the fills of an account are known without gaps, epoch ms; `since` null: from the first one
 * on.
 */
export interface FillCoverage {
  readonly since: number | null
  readonly until: number | null
  /** Whether what lies before `since` has been asked for as far back as the exchange tells. */
  readonly complete: boolean
}

/** The fills that are kept, for whoever reckons with them. */
export interface FillSource {
  /** Oldest first. */
  read(filter: FillFilter): Promise<readonly StoredFill[]>
  /** null: nothing is known of the account's fills. */
  coverage(accountId: string): FillCoverage | null
  /** @returns what ends the listening. */
  onChange(listener: (accountId: string) => void): () => void
}
