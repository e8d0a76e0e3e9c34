import type { CallHandlers } from '../call-handlers.ts'
import type { PanelServices } from '../services.ts'

/** The connection to Redis. */
export function redisCalls({ redis }: PanelServices): CallHandlers<`redis.${string}`> {
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
