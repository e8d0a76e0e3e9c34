import { z } from 'zod'

const id = z.object({ id: z.string().optional(), orderId: z.string().optional() })
const turned = z.object({ becameOrder: id.optional(), plan: z.unknown().optional(), order: id.optional() })

/**
 * Under which id of its exchange a conditional order went on when it was triggered, from its own `raw`; null: under its
 * own, or nobody knows. Exchanges where it gets another one tell of both.
 */
export function becameIdOf(raw: unknown): string | null {
  const { data } = turned.safeParse(raw)
  if (data === undefined) return null
  const child = data.becameOrder ?? (data.plan === undefined ? undefined : data.order)
  return child?.id ?? child?.orderId ?? null
}
