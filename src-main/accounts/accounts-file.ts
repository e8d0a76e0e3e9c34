import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Account, amountMeanings, exchangeNames, orderRoutes, redisPermissions } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { noLimits } from '../../src-shared/guard.ts'
import { money } from '../../src-shared/money-codec.ts'
import { switchables } from '../../src-shared/switched-off.ts'
import { FileTooNewError } from '../infra/file-errors.ts'

const environmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('production') }),
  z.strictObject({ kind: z.literal('testnet') }),
  z.strictObject({ kind: z.literal('demo') }),
  z.strictObject({
    kind: z.literal('practice'),
    url: z.string().nullable(),
    // Files of earlier versions lack it.
    accountKind: z.string().nullable().default(null),
  }),
])

// Files of earlier versions lack all of them.
const limitsSchema = z.strictObject({
  symbols: z.array(z.string()).readonly().nullable(),
  largestOrder: money.nullable(),
  ordersPerMinute: z.int().positive().nullable(),
  dailyNotional: money.nullable(),
  approvalAbove: money.nullable(),
})

const switchedOffSchema = z.strictObject({
  what: z.enum(switchables),
  assumption: z.string().min(1),
  at: z.int(),
})

const accountSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  exchange: z.enum(exchangeNames),
  brokerId: z.int().positive(),
  userId: z.int().positive(),
  environment: environmentSchema,
  redisPermission: z.enum(redisPermissions),
  // Files of earlier versions lack it.
  withdrawalAccepted: z.boolean().default(false),
  rightsRead: z.boolean().default(true),
  limits: limitsSchema.default(noLimits),
  switchedOff: z.array(switchedOffSchema).readonly().default([]),
  deadManSeconds: z.int().positive().nullable().default(null),
  terminal3Amounts: z.enum(amountMeanings).nullable().default(null),
  orderRoute: z.enum(orderRoutes).default('rest'),
  createdAt: z.int(),
})

const fileVersion = 1
const versionSchema = z.object({ version: z.int() })
const fileSchema = z
  .strictObject({ version: z.literal(fileVersion), accounts: z.array(accountSchema) })
  .refine(({ accounts }) => isUnique(accounts.map(({ id }) => id)), 'two accounts have one id')
  .refine(({ accounts }) => isUnique(accounts.map(({ brokerId }) => brokerId)), 'two accounts have one broker id')

/** What stands in the file; `unreadable`: something that cannot be taken for accounts, or nothing that may be read. */
export type AccountsFile =
  | { readonly kind: 'read'; readonly accounts: readonly Account[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string }

/** @throws FileTooNewError for the file of a later version. */
export async function readAccountsFile(path: string): Promise<AccountsFile> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ENOENT' ? { kind: 'absent' } : { kind: 'unreadable', reason: code ?? String(error) }
  }
  try {
    // Some editors put a byte order mark before the text.
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    const { data } = versionSchema.safeParse(value)
    if (data !== undefined && data.version > fileVersion) throw new FileTooNewError(path, data.version, fileVersion)
    return { kind: 'read', accounts: fileSchema.parse(value).accounts }
  } catch (error) {
    if (error instanceof FileTooNewError) throw error
    return { kind: 'unreadable', reason: reasonOf(error) }
  }
}

export function accountsText(accounts: readonly Account[]): string {
  return `${JSON.stringify({ version: fileVersion, accounts }, null, 2)}\n`
}

/** An account as the file would give it back. @throws GatewayError `refused` naming the field. */
export function parseAccount(value: Account): Account {
  const parsed = accountSchema.safeParse(JSON.parse(JSON.stringify(value)))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join('.') ?? 'account'
  throw new GatewayError('refused', 'account.field_invalid', { field, reason: issue?.message ?? '' }, { field })
}

function reasonOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error)
  const [issue] = error.issues
  const path = issue?.path.join('.') ?? ''
  return path === '' ? (issue?.message ?? '') : `${path}: ${issue?.message ?? ''}`
}

function isUnique(values: readonly (string | number)[]): boolean {
  return new Set(values).size === values.length
}
