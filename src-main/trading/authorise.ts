import type { Account, RedisPermission } from '../../src-shared/account.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import type { Origin } from '../../src-shared/order.ts'

/**
 * A key whose rights nobody has read may be able to withdraw: it is used to read, to cancel and for exits of brackets,
 * and for nothing else.
 * @throws GatewayError `refused` `account.rights_unread`
 */
export function requireReadRights({ name, exchange, rightsRead }: Account, origin: Origin): void {
  if (rightsRead || origin.kind === 'bracket') return
  throw new GatewayError('refused', 'account.rights_unread', {
    name,
    exchange: exchangeProfiles[exchange].label,
  })
}

const rank: Readonly<Record<RedisPermission, number>> = { nothing: 0, read: 1, trade: 2 }

/**
 * Throws unless a request may be carried out. Requests over Redis must come from the account's own user, within what
 * the account allows there; the person at the panel or the command line may do everything.
 * @throws GatewayError `refused`: `redis.foreign_user` or `redis.not_permitted`.
 */
export function authorise(account: Account, origin: Origin, permission: 'read' | 'trade'): void {
  if (origin.kind !== 'redis') return
  if (origin.userId !== account.userId) {
    const params = { brokerId: String(account.brokerId), userId: String(origin.userId) }
    throw new GatewayError('refused', 'redis.foreign_user', params, { field: 'user_id' })
  }
  if (rank[account.redisPermission] < rank[permission])
    throw new GatewayError('refused', 'redis.not_permitted', { name: account.name, permission })
}
