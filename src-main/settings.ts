import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import Conf from 'conf'
import { z } from 'zod'
import { themes, warningLimitsSchema } from '../src-shared/contract.ts'
import { languages } from '../src-shared/messages/index.ts'
import { usualWarningLimits } from '../src-shared/order-warnings.ts'
import { redisOptionsSchema } from '../src-shared/redis-options.ts'
import { redisSharings } from '../src-shared/redis-sharing.ts'

const settingsSchema = z.object({
  /** Language of the window and of the error sentences sent over Redis; the old gateway spoke French. */
  language: z.enum(languages).catch('fr'),
  theme: z.enum(themes).catch('dark'),
  /** From where on the window has a person say yes to an order once more. */
  orderWarnings: warningLimitsSchema.catch(usualWarningLimits),
  /** Whether to start this machine's own redis-server when none answers at the default address. */
  startOwnRedis: z.boolean().catch(true),
  /** Whether the amount of Terminal 3's limit orders and market sales is turned from a value in USDT into base units. */
  terminal3AmountsInUsdt: z.boolean().catch(false),
  /** Whether other gateways may take requests from the same Redis at the same time. */
  redisSharing: z.enum(redisSharings).catch('alone'),
  /** How Redis is reached, without its secrets; null: as Django reaches it. */
  redis: redisOptionsSchema.nullable().catch(null),
})
export type Settings = z.infer<typeof settingsSchema>

/** What a person chose, kept in `settings.json` of the data folder. Nothing secret. A value that makes no sense falls back. */
export class SettingsStore {
  readonly #conf: Conf

  constructor(dataFolder: string) {
    this.#conf = openOrSetAside(dataFolder)
  }

  get(): Settings {
    return settingsSchema.parse(this.#conf.store)
  }

  change(change: { readonly [Key in keyof Settings]?: Settings[Key] | undefined }): Settings {
    for (const [key, value] of Object.entries(change)) if (value !== undefined) this.#conf.set(key, value)
    return this.get()
  }
}

/** What is chosen in a data folder, for who only wants to know: nothing is made or set aside. */
export function readSettings(dataFolder: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8')))
  } catch {
    return settingsSchema.parse({})
  }
}

/** A damaged file is kept beside, never overwritten. */
function openOrSetAside(dataFolder: string): Conf {
  const open = (): Conf => new Conf({ cwd: dataFolder, configName: 'settings' })
  try {
    return open()
  } catch {
    const path = `${dataFolder}/settings.json`
    renameSync(path, `${path}.damaged-${Date.now()}`)
    return open()
  }
}
