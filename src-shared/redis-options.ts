import { z } from 'zod'
import type { CredentialsState } from './account.ts'
import { fileField, hostField, portField, secretChange } from './link-fields.ts'
import type { MessageRef } from './messages/index.ts'
import type { RedisSharing } from './redis-sharing.ts'

const server = z.strictObject({ host: hostField, port: portField })
const servers = z.array(server).min(1).max(32).readonly()
const userName = z.string().min(1).max(256).nullable()
const db = z.int().min(0).max(65_535)

/** One address of Redis. */
export type RedisServer = z.infer<typeof server>

const tls = z
  .strictObject({
    /** PEM file of who signs the server's certificate; null: the authorities that Node trusts. */
    caFile: fileField,
    /** PEM files of our own certificate, for servers that ask for one. */
    certFile: fileField,
    keyFile: fileField,
    /** The name in the server's certificate; null: the host that is connected to. */
    serverName: z.string().trim().min(1).max(253).nullable(),
    /** false: any certificate is taken, and with it anybody in between. */
    verify: z.boolean(),
  })
  .refine(({ certFile, keyFile }) => (certFile === null) === (keyFile === null), {
    error: 'a certificate and its key go together',
    path: ['keyFile'],
  })
  .nullable()

/** How TLS is spoken; null: not at all. */
export type RedisTls = z.infer<typeof tls>

/**
 * How Redis is reached, without its secrets. Django's own client knows only a plain server, its database 0 and no
 * login; anything more is for installations that put something in between.
 */
export const redisOptionsSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('single'), server, db, username: userName, tls }),
  z.strictObject({
    mode: z.literal('sentinel'),
    sentinels: servers,
    /** The name under which the sentinels watch the master. */
    master: z.string().trim().min(1).max(256),
    sentinelUsername: userName,
    /** Whether the sentinels speak TLS, too, as `tls` says. */
    sentinelTls: z.boolean(),
    db,
    username: userName,
    tls,
  }),
  z.strictObject({
    mode: z.literal('cluster'),
    /** Some nodes; they tell of the others. */
    nodes: servers,
    username: userName,
    tls,
  }),
])
export type RedisOptions = z.infer<typeof redisOptionsSchema>

/** What {@link RedisOptions} leaves out. `sentinelPassword` is the sentinels' own. */
export interface RedisSecrets {
  readonly password: string | null
  readonly sentinelPassword: string | null
}

/**
 * What a Redis was like when it was tried. `server`: who holds the list of requests now; `version` null: the login may
 * not ask.
 */
export type RedisTrial =
  | { readonly ok: true; readonly server: string; readonly version: string | null; readonly queued: number }
  | { readonly ok: false; readonly problem: MessageRef }

/** A connection as a form describes it; options null: as Django connects. */
export const redisFormSchema = z.strictObject({
  options: redisOptionsSchema.nullable(),
  password: secretChange,
  sentinelPassword: secretChange,
})
export type RedisForm = z.infer<typeof redisFormSchema>

/** What the gateway connects by: what was saved, or a plain address. */
export type RedisSource = 'saved' | 'option' | 'environment' | 'default'

/** The connection's settings as the window sees them: of a secret only whether there is one. */
export interface RedisSettingsView {
  /** What was saved; null: as Django connects. */
  readonly options: RedisOptions | null
  readonly inUse: RedisSource
  /** Where "as Django connects" leads. */
  readonly plainAddress: string
  readonly password: CredentialsState
  readonly sentinelPassword: CredentialsState
  readonly terminal3AmountsInUsdt: boolean
  readonly redisSharing: RedisSharing
  readonly exchangeEvents: number | null
}
