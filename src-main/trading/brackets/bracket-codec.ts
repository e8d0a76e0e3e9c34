import { z } from 'zod'
import { exitForms } from '../../../src-shared/exit-plan.ts'
import { money } from '../../../src-shared/money-codec.ts'
import {
  exitRoles,
  keptCodecs,
  orderChangeCodec,
  orderStatuses,
  originCodec,
  sides,
} from '../../../src-shared/order.ts'
import { messageSchema } from '../order-codec.ts'
import { versionedRows } from '../versioned-rows.ts'
import type { Bracket } from './bracket.ts'

const exitRole = z.enum(exitRoles)
const { exitLeg, exits, request } = keptCodecs
const purpose = z.enum(['entry', 'exits', 'fire'])
const holder = z.enum(['exchange', 'application']).nullable()
const form = z.enum(exitForms)

const memberSchema = z.object({
  orderId: z.string(),
  ticket: z.string(),
  role: z.enum(['entry', ...exitRoles]),
  listId: z.string().nullable(),
  status: z.enum(orderStatuses),
  waiting: z.boolean(),
  quantity: money.nullable(),
  filled: money,
  baseFees: money.nullable(),
  triggerPrice: money.nullable(),
  limitPrice: money.nullable(),
  cancelAskedAt: z.number().nullable(),
  seenAt: z.number(),
  missingSince: z.number().nullable(),
})

const ticketSchema = z.object({
  clientOrderId: z.string(),
  purpose,
  roles: z.array(exitRole),
  request,
})

const commandSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('place'), purpose, roles: z.array(exitRole), request }),
  z.object({ do: z.literal('cancel'), orderId: z.string() }),
  z.object({ do: z.literal('amend'), orderId: z.string(), change: orderChangeCodec }),
])

const bracketSchema: z.ZodType<Bracket> = z.object({
  id: z.string(),
  accountId: z.string(),
  symbol: z.string(),
  exitSide: z.enum(sides),
  origin: originCodec,
  held: money.nullable(),
  wanted: z.object({ takeProfit: exitLeg.nullable(), stopLoss: exitLeg.nullable() }),
  plan: z.object({
    attached: exits.nullable(),
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
  available: money.nullable(),
  alarm: messageSchema.nullable(),
  ended: z.enum(['exited', 'not_entered', 'released', 'not_placed', 'too_small']).nullable(),
  createdAt: z.number(),
})

/**
 * A bracket as the journal keeps it. Whoever adds a field to {@link Bracket} adds a step that gives it to older rows,
 * and freezes a row of the new version beside the others in test/trading/brackets/rows.
 */
const rows = versionedRows(bracketSchema, [
  // Nobody noted when its orders were last seen: not before it began.
  ({ members, createdAt, ...rest }) => ({
    ...rest,
    createdAt,
    members: z
      .array(z.looseObject({}))
      .parse(members)
      .map((member) => ({ ...member, seenAt: createdAt, missingSince: null })),
  }),
])

export const bracketVersion = rows.version
export const bracketText: (bracket: Bracket) => string = rows.text
export const parseBracket = rows.parse
