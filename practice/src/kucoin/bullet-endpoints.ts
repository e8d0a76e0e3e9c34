import type { KuCoinCall, PrivateCall } from './practice-kucoin.ts'
import type { KuCoinKey } from './security.ts'

/** `POST /api/v1/bullet-public` */
export const publicToken = (call: KuCoinCall): unknown => bullet(call, null)

/** `POST /api/v1/bullet-private` */
export const privateToken = (call: PrivateCall): unknown => bullet(call, call.key)

function bullet({ exchange, streamEndpoint, now }: KuCoinCall, key: KuCoinKey | null): unknown {
  const { tokens } = exchange.state
  const { pingInterval, pingTimeout } = exchange.streams
  return {
    token: tokens.issue(key, exchange.state.newTokenNumber(), now),
    instanceServers: [{ endpoint: streamEndpoint, encrypt: false, protocol: 'websocket', pingInterval, pingTimeout }],
  }
}
