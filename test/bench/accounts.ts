import type { CredentialsInput } from '../../src-main/accounts/key-kind.ts'
import type { ExchangeName } from '../../src-shared/account.ts'

/** An account of one contender at a practice exchange. */
export interface BenchAccount {
  readonly exchange: ExchangeName
  readonly brokerId: number
  readonly baseUrl: string
  readonly key: CredentialsInput
  /** The exchange's word for the kind of account; null: its first. */
  readonly accountKind: string | null
}
