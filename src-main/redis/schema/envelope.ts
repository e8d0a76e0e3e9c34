import { z } from 'zod'
import { epochMs } from './wire.ts'

/** What is common to every request (docs/wire-contract.md §2). */
export const requestSchema = z
  .object({
    request_id: z.union([z.string().min(1).max(200), z.int()]).describe('names the answer’s key'),
    action: z.string().min(1).max(100),
    params: z.record(z.string(), z.unknown()).nullish(),
    user_id: z
      .union([z.int().positive(), z.string().regex(/^\d{1,16}$/)])
      .nullish()
      .describe('the owner of the broker; only preload_brokers can do without'),
    trace_id: z.unknown().optional().describe('text or null; kept in the journal'),
    timestamp: z
      .unknown()
      .optional()
      .describe('seconds of the sender’s monotonic clock; tells the age of a request on one machine'),
  })
  .meta({ title: 'Request' })

/** What is common to every answer (docs/wire-contract.md §3). */
export const answerSchema = z
  .strictObject({
    request_id: z.string(),
    success: z.boolean(),
    data: z.unknown().describe('the action’s data; of a failure null, or what belongs to the failure'),
    error: z.string().min(1).nullable().describe('a sentence for a person; null on success'),
    processing_time_ms: z.number(),
    notes: z
      .array(z.string())
      .optional()
      .describe('sentences that say what is missing in the data: a history that was cut; left out where nothing is'),
    age_ms: z
      .int()
      .min(0)
      .optional()
      .describe(
        'told from what the exchange pushes, without asking it: milliseconds since it last said anything of this; left out where it was asked',
      ),
  })
  .meta({ title: 'Answer' })

const about = { broker_id: z.int(), timestamp: epochMs }

/** Events to Django Channels (docs/wire-contract.md §1.5). */
export const eventSchema = z
  .union([
    z.strictObject({
      type: z.literal('markets_loaded'),
      ...about,
      exchange_name: z.string(),
      market_count: z.int(),
      status: z.literal('success'),
    }),
    z.strictObject({
      type: z.literal('markets_error'),
      ...about,
      error: z.string(),
      status: z.literal('error'),
    }),
  ])
  .meta({ title: 'Event' })
