import { z } from 'zod'
import type { FaultPlan, Fault } from './faults.ts'

const name = z.string().min(1).max(200)
const when = z.enum(['before', 'after'])

const faultBody = z.strictObject({
  match: z
    .strictObject({
      exchange: name.optional(),
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE', 'WS']).optional(),
      path: name.optional(),
      contains: name.optional(),
      skip: z.number().int().min(0).default(0),
    })
    .default({ skip: 0 }),
  count: z.number().int().min(1).max(1_000_000).default(1),
  fault: z.union([
    z.enum(['drop_before', 'drop_after', 'hang_before', 'hang_after', 'truncate']),
    z.strictObject({ delayMs: z.number().int().min(0).max(600_000), when: when.default('after') }),
    z.strictObject({
      status: z.number().int().min(200).max(599),
      body: z.union([z.string(), z.record(z.string(), z.unknown())]).default(''),
      headers: z.record(name, z.string()).default({}),
      when: when.default('before'),
    }),
  ]),
})

/** Carries out `POST /control/faults`; see control.ts. @throws z.ZodError */
export function orderFault(faults: FaultPlan, body: unknown): unknown {
  const asked = faultBody.parse(body)
  const { match } = asked
  const rule = {
    exchange: match.exchange ?? null,
    method: match.method ?? null,
    path: match.path ?? null,
    contains: match.contains ?? null,
    fault: faultOf(asked.fault),
  }
  faults.add(rule, match.skip, asked.count)
  return { left: faults.left }
}

function faultOf(asked: z.infer<typeof faultBody>['fault']): Fault {
  if (typeof asked === 'object') {
    if ('delayMs' in asked) return { kind: 'delay', when: asked.when, delayMs: asked.delayMs }
    const body = typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body)
    const headers = { 'content-type': 'application/json', ...asked.headers }
    return { kind: 'reply', when: asked.when, status: asked.status, body, headers }
  }
  if (asked === 'truncate') return { kind: 'truncate' }
  return {
    kind: asked.startsWith('drop') ? 'drop' : 'hang',
    when: asked.endsWith('after') ? 'after' : 'before',
  }
}
