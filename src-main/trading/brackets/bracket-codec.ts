import { z } from 'zod'
import { exitForms } from '../../../src-shared/exit-plan.ts'
import {
  changeSchema,
  exitLegSchema,
  exitsSchema,
  messageSchema,
  moneySchema,
  originSchema,
  requestSchema,
} from '../order-codec.ts'
import type { Bracket } from './bracket.ts'

const exitRole = z.enum(['take_profit', 'stop_loss'])
const purpose = z.enum(['entry', 'exits', 'fire'])
const holder = z.enum(['exchange', 'application']).nullable()
const form = z.enum(exitForms)

const memberSchema = z.object({
  orderId: z.string(),
  ticket: z.string(),
  role: z.enum(['entry', 'take_profit', 'stop_loss']),
  listId: z.string().nullable(),
  status: z.enum(['open', 'partially_filled', 'filled', 'cancelled', 'rejected', 'expired', 'unknown']),
  waiting: z.boolean(),
  quantity: moneySchema.nullable(),
  filled: moneySchema,
  baseFees: moneySchema.nullable(),
  triggerPrice: moneySchema.nullable(),
  limitPrice: moneySchema.nullable(),
  cancelAskedAt: z.number().nullable(),
  seenAt: z.number(),
  missingSince: z.number().nullable(),
})

const ticketSchema = z.object({
  clientOrderId: z.string(),
  purpose,
  roles: z.array(exitRole),
  request: requestSchema,
})

const commandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('place'), purpose, roles: z.array(exitRole), request: requestSchema }),
  z.object({ do: z.literal('cancel'), orderId: z.string() }),
  z.object({ do: z.literal('amend'), orderId: z.string(), change: changeSchema }),
])

const bracketSchema: z.ZodType<Bracket> = z.object({
  id: z.string(),
  accountId: z.string(),
  symbol: z.string(),
  exitSide: z.enum(['buy', 'sell']),
  origin: originSchema,
  held: moneySchema.nullable(),
  wanted: z.object({ takeProfit: exitLegSchema.nullable(), stopLoss: exitLegSchema.nullable() }),
  plan: z.object({
    attached: exitsSchema,
    armedBy: z.enum(['each_fill', 'whole_fill']).nullable(),
    form,
    holders: z.object({ takeProfit: holder, stopLoss: holder }),
  }),
  form,
  tickets: z.array(ticketSchema),
  members: z.array(memberSchema),
  pending: z.object({ number: z.int(), command: commandSchema }).nullable(),
  next: z.int(),
  firing: z.object({ role: exitRole, since: z.number() }).nullable(),
  reentering: z.boolean(),
  entryChangedAt: z.number().nullable(),
  failures: z.int(),
  retryAt: z.number(),
  available: moneySchema.nullable(),
  alarm: messageSchema.nullable(),
  ended: z.enum(['exited', 'not_entered', 'released', 'not_placed', 'too_small']).nullable(),
  createdAt: z.number(),
})

/**
 * What turns a row of one version into the next, the oldest first. Whoever adds a field to {@link Bracket} adds a step that gives it to older rows,
 * and freezes a row of the new version beside the others in test/trading/brackets/rows.
 */
const upgrades: readonly ((row: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>)[] = [
  // Nobody noted when its orders were last seen: not before it began.
  ({ members, createdAt, ...rest }) => ({
    ...rest,
    createdAt,
    members: z
      .array(z.looseObject({}))
      .parse(members)
      .map((member) => ({ ...member, seenAt: createdAt, missingSince: null })),
  }),
]

/** The version of the rows that are written now; rows of version 0 do not tell theirs. */
export const bracketVersion = upgrades.length

const versionSchema = z.object({ v: z.int().nonnegative().default(0) }).loose()

/** A bracket as the journal keeps it: JSON with Money as decimal text. */
export function bracketText(bracket: Bracket): string {
  return JSON.stringify({ v: bracketVersion, ...bracket })
}

/** A row of this version or an earlier one. @throws for anything else. */
export function parseBracket(text: string): Bracket {
  const { v, ...row } = versionSchema.parse(JSON.parse(text))
  if (v > bracketVersion) throw new Error(`the bracket's row has version ${v}, later than ${bracketVersion}`)
  return bracketSchema.parse(upgrades.slice(v).reduce((older, upgrade) => upgrade(older), row))
}
