import type { redisCalls as contract } from '../../../src-shared/contract/redis.ts'
import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** The connection to Redis. */
export function redisCalls({ redis }: PanelServices): CallHandlers<typeof contract> {
  return {
    'redis.settings': () => redis.view(),
    'redis.try': (form) => redis.try(form),
    'redis.save': ({ thisRunOnly, ...form }) => redis.save(form, thisRunOnly),
    'redis.takeOver': async () => {
      await redis.takeOver()
      return null
    },
  }
}
