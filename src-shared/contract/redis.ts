import { z } from 'zod'
import { redisFormSchema, type RedisSettingsView, type RedisTrial } from '../redis-options.ts'
import { gives, read, write } from './call.ts'
import { nothing } from './fields.ts'

export const redisCalls = {
  'redis.settings': read(nothing, gives<RedisSettingsView>()),
  /** Tries a connection; what is wrong with it is an answer, not an error. Nothing is changed. */
  'redis.try': read(redisFormSchema, gives<RedisTrial>()),
  /** Keeps a connection and uses it at once; its secrets go to the keychain, or into memory only. */
  'redis.save': write(redisFormSchema.extend({ thisRunOnly: z.boolean() }), gives<RedisSettingsView>()),
  /** Takes the requests from the gateway for which this one stands by; that one stands by from then on. */
  'redis.takeOver': write(nothing, gives<null>()),
} as const
