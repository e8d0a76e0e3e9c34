import { groupKey, type MarketsEvent, queueMember, queuesOf } from './channels-message.ts'
import type { RedisCommands } from './redis-commands.ts'

/** channels_redis as Django configures it: a day in a group, a minute and a hundred messages in a queue. */
const groupExpirySeconds = 86_400
const messageExpirySeconds = 60
const capacity = 100

/**
 * Sends an event to everybody in a group of Django Channels, as channels_redis does it. A queue that nobody reads, and
 * so is full, is left out.
 * @returns how many queues took it. @throws when Redis does not do what it is told
 */
export async function sendToGroup(
  redis: RedisCommands,
  group: string,
  event: MarketsEvent,
  nowSeconds: number,
): Promise<number> {
  const members = groupKey(group)
  await redis.call('ZREMRANGEBYSCORE', members, 0, Math.floor(nowSeconds) - groupExpirySeconds)
  const channels = texts(await redis.call('ZRANGE', members, 0, -1))
  let taken = 0
  for (const [queue, names] of queuesOf(channels)) {
    await redis.call('ZREMRANGEBYSCORE', queue, 0, Math.floor(nowSeconds) - messageExpirySeconds)
    if (Number(await redis.call('ZCARD', queue)) >= capacity) continue
    await redis.call('ZADD', queue, nowSeconds, queueMember(event, names))
    await redis.call('EXPIRE', queue, messageExpirySeconds)
    taken += 1
  }
  return taken
}

function texts(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply.filter((each) => typeof each === 'string') : []
}
