import type { Environment, ExchangeName, OrderRoute } from '../../../src-shared/account.ts'
import type { SwitchedOff } from '../../../src-shared/switched-off.ts'
import type { Credentials } from './credentials.ts'

/**
 * All a client needs to act for one account. `revision` changes whenever the credentials do, so that a client made for
 * an earlier revision refuses to send.
 */
export interface AccountConnection {
  readonly accountId: string
  readonly accountName: string
  readonly exchange: ExchangeName
  readonly environment: Environment
  readonly baseUrl: string | null
  readonly credentials: Credentials
  readonly revision: number
  readonly switchedOff: readonly SwitchedOff[]
  readonly orderRoute: OrderRoute
}

/** Looks up an account at the moment of use. @throws GatewayError when it is unknown or has no credentials. */
export type ConnectionSource = (accountId: string) => AccountConnection
