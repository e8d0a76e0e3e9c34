import { message, sentence } from '../../src-shared/messages/index.ts'
import type { RedisOptions } from '../../src-shared/redis-options.ts'
import type { Vault } from '../accounts/vault.ts'
import type { RedisAddress } from '../app/redis-address.ts'
import { loginOf, type RedisConnection } from '../redis/connection.ts'
import { findQueueServer } from '../redis/find-server.ts'
import { oldTerminalNotice } from '../redis/old-terminal-notice.ts'
import { OldTerminalSearch } from '../redis/old-terminal.ts'
import { openSocket } from '../redis/open-socket.ts'
import { gatewayKeys } from '../redis/protocol.ts'
import { openCommands } from '../redis/redis-commands.ts'
import { isNotPermitted } from '../redis/redis-line.ts'
import { blockingWatch } from '../redis/watch-blocking.ts'
import type { DoctorFinding } from './doctor-checks.ts'
import { redisConnectionOf } from './redis-connection.ts'

const patienceMs = 4_000

/** Whether an old Terminal 5 takes the requests; null: Redis is out of reach, which another line says. */
export async function checkOldTerminal(
  address: RedisAddress,
  saved: RedisOptions | null,
  vault: Promise<Vault>,
  folder: string,
): Promise<DoctorFinding | null> {
  const what = 'old Terminal 5'
  const connection = await redisConnectionOf(address, saved, vault, folder)
  try {
    const { old, sawClients, isServed } = await look(connection)
    if (old !== null) return { state: 'warning', what, text: sentence(oldTerminalNotice(old, isServed), 'en') }
    if (!sawClients) {
      return { state: 'warning', what, text: sentence(message('redis_link.old_terminal.not_looked'), 'en') }
    }
    return { state: 'ok', what, text: 'none listens' }
  } catch {
    return null
  }
}

/** `isServed`: a gateway takes requests there. @throws Error when Redis is out of reach */
async function look(
  connection: RedisConnection,
): Promise<Awaited<ReturnType<OldTerminalSearch['look']>> & { readonly isServed: boolean }> {
  const login = loginOf(connection)
  const how = { name: 'aristobot-gateway-doctor', patienceMs, commandTimeoutMs: patienceMs, role: 'any' } as const
  const redis = await openSocket(await findQueueServer(connection), login, how)
  // Keys are on whatever node.
  const commands = openCommands(connection)
  const unlessRefused = (error: unknown): null => {
    if (isNotPermitted(error)) return null
    throw error
  }
  try {
    const { lease } = gatewayKeys(connection.options.mode === 'cluster')
    const isServed = (await redis.exists(lease)) > 0
    const found = await new OldTerminalSearch(login.db, blockingWatch(connection)).look({
      clientList: () => redis.client('LIST').then(String, unlessRefused),
      read: (key) =>
        commands.call('GET', key).then((value) => (typeof value === 'string' ? value : null), unlessRefused),
    })
    return { ...found, isServed }
  } finally {
    redis.disconnect()
    commands.disconnect()
  }
}
