import { z } from 'zod'
import type { Account, CredentialsState, KeyReport } from '../account.ts'
import { amountMeanings, exchangeNames, orderRoutes, redisPermissions } from '../account.ts'
import type { ErrorView } from '../errors.ts'
import type { Balance } from '../market.ts'
import { money, positiveMoney } from '../money-codec.ts'
import { switchables } from '../switched-off.ts'
import { gives, read, write } from './call.ts'
import { id, nothing, ofAccount, symbol } from './fields.ts'

const environmentInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('production') }),
  z.strictObject({ kind: z.literal('testnet') }),
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({
    kind: z.literal('practice'),
    url: z.url().max(200).nullable(),
    accountKind: z.string().min(1).max(40).nullable(),
  }),
])

/** An API key on its way in; there is no way out. `secret` is an HMAC secret or a PKCS#8 PEM private key. */
const credentialsSchema = z.strictObject({
  apiKey: z.string().trim().min(1).max(512),
  secret: z.string().min(1).max(8192),
  passphrase: z.string().min(1).max(512).nullable(),
})

/** The person goes on although the account has orders in doubt or live brackets. */
export const despiteOpenWork = { despiteOpenWork: z.boolean().default(false) }

/** How a key is to be stored. */
export const storing = {
  /** Keep the key in memory only, where there is no keychain. */
  thisRunOnly: z.boolean(),
  /** The person agrees that the key may withdraw. */
  acceptWithdrawals: z.boolean(),
}

export const newAccountSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  exchange: z.enum(exchangeNames),
  brokerId: z.int().positive().max(Number.MAX_SAFE_INTEGER),
  userId: z.int().positive().max(Number.MAX_SAFE_INTEGER),
  environment: environmentInput,
  redisPermission: z.enum(redisPermissions),
  /** null for the application's own practice exchange, which needs none. */
  credentials: credentialsSchema.nullable(),
  ...storing,
})

/** What was last found out about an account's key in this run; `at` is epoch ms. */
export type KeyHealth =
  | { readonly state: 'unchecked' }
  | { readonly state: 'checked'; readonly at: number; readonly report: KeyReport }
  | { readonly state: 'failed'; readonly at: number; readonly error: ErrorView }

/** An account as the window sees it: no secret, only whether there is one. */
export interface AccountView extends Account {
  readonly credentials: CredentialsState
  /** Whether this run's own practice exchange serves it. */
  readonly practice: boolean
  readonly health: KeyHealth
  /** Its key can withdraw and nobody accepted that: nothing is sent for it. */
  readonly blocked: boolean
}

/**
 * An exchange's own switch that cancels an account's orders when this application falls silent; null: there is none.
 */
export interface DeadManAbility {
  readonly minSeconds: number
  readonly maxSeconds: number
  /** Whether it takes protective stops along; null: the exchange does not say. */
  readonly coversStops: boolean | null
}

export interface AccountTest {
  readonly connected: boolean
  readonly error: ErrorView | null
  readonly report: KeyReport | null
  /** At most five assets with a balance. */
  readonly sample: readonly Balance[]
  /** Exchange clock minus ours, ms; null before the first measurement. */
  readonly clockOffsetMs: number | null
}

export const accountCalls = {
  'accounts.list': read(nothing, gives<readonly AccountView[]>()),
  'accounts.add': write(newAccountSchema, gives<AccountView>()),
  'accounts.setCredentials': write(
    z.strictObject({ accountId: id, credentials: credentialsSchema, ...storing, ...despiteOpenWork }),
    gives<AccountView>(),
  ),
  /** Records that the account's key may withdraw, which ends the block. */
  'accounts.acceptWithdrawals': write(ofAccount, gives<AccountView>()),
  'accounts.setRedisPermission': write(
    z.strictObject({ accountId: id, redisPermission: z.enum(redisPermissions) }),
    gives<AccountView>(),
  ),
  /** Limits in US dollars; see AccountLimits. */
  'accounts.setLimits': write(
    z.strictObject({
      accountId: id,
      limits: z.strictObject({
        symbols: z.array(symbol).max(1000).nullable(),
        largestOrder: positiveMoney.nullable(),
        ordersPerMinute: z.int().min(1).max(100_000).nullable(),
        dailyNotional: positiveMoney.nullable(),
        approvalAbove: money.nullable(),
      }),
    }),
    gives<AccountView>(),
  ),
  'accounts.deadMan': read(ofAccount, gives<DeadManAbility | null>()),
  'accounts.setDeadMan': write(
    z.strictObject({ accountId: id, seconds: z.int().min(1).max(100_000).nullable() }),
    gives<AccountView>(),
  ),
  /** A person gives back what the check of the account took away. */
  'accounts.switchOn': write(z.strictObject({ accountId: id, what: z.enum(switchables) }), gives<AccountView>()),
  'accounts.setTerminal3Amounts': write(
    z.strictObject({ accountId: id, meaning: z.enum(amountMeanings).nullable() }),
    gives<AccountView>(),
  ),
  /** @throws `refused` where the exchange has no such way. */
  'accounts.setOrderRoute': write(z.strictObject({ accountId: id, route: z.enum(orderRoutes) }), gives<AccountView>()),
  'accounts.test': read(ofAccount, gives<AccountTest>()),
  /** Live brackets of the account end: what its exchange holds stays there, what the application holds is given up. */
  'accounts.remove': write(z.strictObject({ accountId: id, ...despiteOpenWork }), gives<null>()),
} as const
