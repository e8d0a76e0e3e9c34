import { z } from 'zod'
import type { PracticeAccountSpec } from './practice-server.ts'

const spec = z.object({
  apiKey: z.string(),
  key: z.union([z.object({ secret: z.string() }), z.object({ publicKeyPem: z.string() })]),
  passphrase: z.string().nullable(),
  kind: z.string().nullable(),
  accountId: z.string().nullable(),
  permissions: z.object({
    canRead: z.boolean(),
    canTrade: z.boolean(),
    canWithdraw: z.boolean(),
    ipRestrict: z.array(z.string()).readonly().nullable(),
  }),
})

const prefix = 'key/'

/** The row of a key. What it was opened with is in its account's row. */
export function keptKey({ balances: _, ...kept }: PracticeAccountSpec): [key: string, text: string] {
  return [`${prefix}${kept.apiKey}`, JSON.stringify(kept satisfies z.infer<typeof spec>)]
}

/** @throws whatever tells that a row is not as it should be */
export function readKeptKeys(rows: ReadonlyMap<string, string>): readonly PracticeAccountSpec[] {
  return [...rows]
    .filter(([key]) => key.startsWith(prefix))
    .map(([, text]) => ({ ...spec.parse(JSON.parse(text)), balances: null }))
}
