import type { ConnectionState, GatewayStatus } from '../../src-shared/contract.ts'
import type { Wire } from '../../src-shared/wire.ts'
import type { Tone } from '../ui/parts.tsx'

type Redis = Wire<GatewayStatus>['redis']

/** How everything stands that the window hangs on, in one word: that of the worst of it. */
export type Standing =
  | {
      readonly word: 'gatewayLost' | 'gatewaySilent' | 'redisLost' | 'redisStandby' | 'redisConnecting'
      readonly tone: Tone
    }
  | { readonly word: ConnectionState; readonly tone: Tone }

export const streamTones: Readonly<Record<ConnectionState, Tone>> = {
  off: 'plain',
  connecting: 'plain',
  live: 'good',
  down: 'warn',
  refused: 'bad',
}

interface Known {
  /** Whether the window's own line to the gateway stands. */
  readonly connected: boolean
  /** Whether the gateway answered lately. */
  readonly heard: boolean
  /** null: not told yet. */
  readonly redis: Redis | null
  /** How the selected account is followed; null: none is selected, or not told yet. */
  readonly stream: ConnectionState | null
}

/** What cuts off most comes first: without its gateway a window knows nothing of Redis or an exchange. */
export function standingOf({ connected, heard, redis, stream }: Known): Standing {
  if (!connected) return { word: 'gatewayLost', tone: 'bad' }
  if (!heard) return { word: 'gatewaySilent', tone: 'bad' }
  if (redis?.state === 'lost') return { word: 'redisLost', tone: 'warn' }
  if (stream === 'refused' || stream === 'down') return { word: stream, tone: streamTones[stream] }
  if (redis?.state === 'standby') return { word: 'redisStandby', tone: 'warn' }
  if (redis?.state === 'connecting') return { word: 'redisConnecting', tone: 'plain' }
  return { word: stream ?? 'off', tone: streamTones[stream ?? 'off'] }
}
