import { serverLabel } from '../../src-shared/link-fields.ts'
import type {
  RedisForm,
  RedisOptions,
  RedisServer,
  RedisSettingsView,
  RedisTls,
} from '../../src-shared/redis-options.ts'
import { isHost, portOf, secretOf, textOf } from './typed-link.ts'

export const redisModes = ['plain', 'single', 'sentinel', 'cluster'] as const
/** `plain`: as Django connects, which needs no options. */
type RedisMode = (typeof redisModes)[number]

/** The connection as typed. Passwords live in the form's state only and are dropped with it. */
export interface RedisDraft {
  readonly mode: RedisMode
  readonly host: string
  readonly port: string
  /** `host:port` of sentinels or nodes, one a line. */
  readonly servers: string
  readonly master: string
  readonly db: string
  readonly username: string
  readonly password: string
  readonly forgetPassword: boolean
  readonly sentinelUsername: string
  readonly sentinelPassword: string
  readonly forgetSentinelPassword: boolean
  readonly tls: boolean
  readonly sentinelTls: boolean
  readonly caFile: string
  readonly certFile: string
  readonly keyFile: string
  readonly serverName: string
  readonly verify: boolean
  readonly thisRunOnly: boolean
}

export type RedisField = 'host' | 'port' | 'servers' | 'master' | 'db' | 'keyFile'

/** The form as it opens on what was saved. */
export function draftOf({ options }: Pick<RedisSettingsView, 'options'>): RedisDraft {
  const { tls = null, username = null } = options ?? {}
  const single = options?.mode === 'single' ? options : null
  const sentinel = options?.mode === 'sentinel' ? options : null
  const cluster = options?.mode === 'cluster' ? options : null
  return {
    mode: options?.mode ?? 'plain',
    host: single?.server.host ?? 'localhost',
    port: String(single?.server.port ?? 6379),
    servers: (sentinel?.sentinels ?? cluster?.nodes ?? []).map(serverLabel).join('\n'),
    master: sentinel?.master ?? '',
    db: String(single?.db ?? sentinel?.db ?? 0),
    username: username ?? '',
    password: '',
    forgetPassword: false,
    sentinelUsername: sentinel?.sentinelUsername ?? '',
    sentinelPassword: '',
    forgetSentinelPassword: false,
    tls: tls !== null,
    sentinelTls: sentinel?.sentinelTls ?? true,
    caFile: tls?.caFile ?? '',
    certFile: tls?.certFile ?? '',
    keyFile: tls?.keyFile ?? '',
    serverName: tls?.serverName ?? '',
    verify: tls?.verify ?? true,
    thisRunOnly: false,
  }
}

/** What to send, or the inputs that are not right yet. */
export function formOf(draft: RedisDraft): { readonly form: RedisForm } | { readonly wrong: ReadonlySet<RedisField> } {
  const wrong = wrongFields(draft)
  if (wrong.size > 0) return { wrong }
  return {
    form: {
      options: optionsOf(draft),
      password: draft.mode === 'plain' ? { kind: 'none' } : secretOf(draft.password, draft.forgetPassword),
      sentinelPassword:
        draft.mode === 'sentinel' ? secretOf(draft.sentinelPassword, draft.forgetSentinelPassword) : { kind: 'none' },
    },
  }
}

/** Whether a secret was typed, which needs a place. */
export function hasNewSecret(draft: RedisDraft): boolean {
  return (
    (draft.mode !== 'plain' && draft.password !== '') || (draft.mode === 'sentinel' && draft.sentinelPassword !== '')
  )
}

function wrongFields(draft: RedisDraft): ReadonlySet<RedisField> {
  const wrong = new Set<RedisField>()
  const { mode } = draft
  if (mode === 'plain') return wrong
  if (mode === 'single') {
    if (!isHost(draft.host.trim())) wrong.add('host')
    if (portOf(draft.port) === null) wrong.add('port')
  } else if (serversOf(draft.servers) === null) wrong.add('servers')
  if (mode === 'sentinel' && draft.master.trim() === '') wrong.add('master')
  if (mode !== 'cluster' && !/^\d{1,5}$/.test(draft.db.trim())) wrong.add('db')
  if (draft.tls && (draft.certFile.trim() === '') !== (draft.keyFile.trim() === '')) wrong.add('keyFile')
  return wrong
}

function optionsOf(draft: RedisDraft): RedisOptions | null {
  const { mode } = draft
  const login = { username: textOf(draft.username), tls: tlsOf(draft) }
  const db = Number(draft.db.trim())
  const servers = [...(serversOf(draft.servers) ?? [])]
  switch (mode) {
    case 'plain':
      return null
    case 'single':
      return { mode, server: { host: draft.host.trim(), port: portOf(draft.port) ?? 0 }, db, ...login }
    case 'sentinel':
      return {
        mode,
        sentinels: servers,
        master: draft.master.trim(),
        sentinelUsername: textOf(draft.sentinelUsername),
        sentinelTls: draft.tls && draft.sentinelTls,
        db,
        ...login,
      }
    case 'cluster':
      return { mode, nodes: servers, ...login }
  }
}

function tlsOf(draft: RedisDraft): RedisTls {
  if (!draft.tls) return null
  return {
    caFile: textOf(draft.caFile),
    certFile: textOf(draft.certFile),
    keyFile: textOf(draft.keyFile),
    serverName: textOf(draft.serverName),
    verify: draft.verify,
  }
}

/** `host:port` by line, comma or blank; an IPv6 address in brackets. null: not all of them are such. */
export function serversOf(text: string): readonly RedisServer[] | null {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  if (words.length === 0 || words.length > 32) return null
  const servers = words.map((word) => {
    const [, bracketed, name, port = ''] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(word) ?? []
    const host = bracketed ?? name ?? ''
    const number = portOf(port)
    return isHost(host) && number !== null ? { host, port: number } : null
  })
  return servers.every((server) => server !== null) ? servers : null
}
