import { serverLabel } from './link-fields.ts'
import type { RedisOptions } from './redis-options.ts'

/** Where the options lead, in one line without anything secret. */
export function redisLabel(options: RedisOptions): string {
  const scheme = options.tls === null ? 'redis' : 'rediss'
  switch (options.mode) {
    case 'single':
      return `${scheme}://${serverLabel(options.server)}/${options.db}`
    case 'sentinel':
      return `${scheme}+sentinel://${options.sentinels.map(serverLabel).join(',')}/${options.master}/${options.db}`
    case 'cluster':
      return `${scheme}+cluster://${options.nodes.map(serverLabel).join(',')}`
  }
}

/**
 * Whom a secret would be shown to: a stored one is only given to the servers, and under the protection, that it was
 * stored for. Otherwise a window could have it sent anywhere.
 */
export function redisAudience(options: RedisOptions | null): string {
  if (options === null) return ''
  const { mode, tls } = options
  switch (mode) {
    case 'single':
      return JSON.stringify([mode, options.server, tls])
    case 'sentinel':
      return JSON.stringify([mode, options.sentinels, options.master, options.sentinelTls, tls])
    case 'cluster':
      return JSON.stringify([mode, options.nodes, tls])
  }
}
