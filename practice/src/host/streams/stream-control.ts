import { z } from 'zod'
import type { PracticeServer } from '../practice-server.ts'
import type { PushFault } from './stream-faults.ts'
import type { StreamHost } from './stream-host.ts'

const name = z.string().min(1).max(200)
const milliseconds = z.number().int().min(0).max(86_400_000)
const match = z.strictObject({ exchange: name.optional(), topic: name.optional() }).default({})

const faultBody = z.strictObject({
  match: match
    .unwrap()
    .extend({ skip: z.number().int().min(0).default(0) })
    .default({ skip: 0 }),
  count: z.number().int().min(1).max(1_000_000).default(1),
  fault: z.union([
    z.enum(['drop', 'duplicate', 'swap', 'spoil_checksum']),
    z.strictObject({ delayMs: milliseconds }),
    z.strictObject({ refuse: z.number().int().min(400).max(599) }),
  ]),
})
const actionBody = z.strictObject({
  match,
  now: z.union([
    z.enum(['cut', 'silence', 'stop_reading', 'recover', 'notice', 'expire']),
    z.strictObject({ close: z.number().int().min(1000).max(4999), reason: z.string().max(100).default('') }),
  ]),
})
const revokeBody = z.strictObject({ exchange: name, revoke: name })
const settingsBody = z.strictObject({ exchange: name, settings: z.record(name, z.number().int().min(0)) })
const rulesBody = z.strictObject({
  order: z.enum(['answer_first', 'push_first']).optional(),
  mostWaitingBytes: z.number().int().min(0).optional(),
})
const streamsBody = z.union([faultBody, actionBody, revokeBody, settingsBody, rulesBody])

interface StreamControlContext {
  readonly streams: StreamHost
  readonly serverOf: (exchange: string) => PracticeServer
}

/** Carries out `POST /control/streams`; see host/control.ts. @throws z.ZodError, RangeError */
export function controlStreams({ streams, serverOf }: StreamControlContext, body: unknown): unknown {
  const asked = streamsBody.parse(body)
  if ('fault' in asked) {
    orderFault(streams, asked)
    return { left: streams.faults.left }
  }
  if ('now' in asked) return { sockets: act(streams, asked) }
  if ('revoke' in asked) {
    serverOf(asked.exchange).revokeKey(asked.revoke)
    return {}
  }
  if ('settings' in asked) {
    serverOf(asked.exchange).setStreams(asked.settings)
    return {}
  }
  const { order, mostWaitingBytes } = asked
  streams.setRules({
    ...(order === undefined ? {} : { order }),
    ...(mostWaitingBytes === undefined ? {} : { mostWaitingBytes }),
  })
  return {}
}

function orderFault(streams: StreamHost, { match: wanted, count, fault }: z.infer<typeof faultBody>): void {
  const exchange = wanted.exchange ?? null
  if (typeof fault === 'object' && 'refuse' in fault) {
    streams.faults.addRefusal(exchange, fault.refuse, count)
    return
  }
  const kind: PushFault = typeof fault === 'object' ? { kind: 'delay', delayMs: fault.delayMs } : { kind: fault }
  streams.faults.addPush({ exchange, topic: wanted.topic ?? null }, kind, wanted.skip, count)
}

/** Returns how many sockets it was done to. */
function act(streams: StreamHost, { match: wanted, now }: z.infer<typeof actionBody>): number {
  const links = streams.matching({ exchange: wanted.exchange ?? null, topic: wanted.topic ?? null })
  for (const link of links) {
    if (typeof now === 'object') link.close(now.close, now.reason)
    else if (now === 'stop_reading') link.stopReading()
    else link[now]()
  }
  return links.length
}
