/**
 * Where Redis is. `given`: the person named it, so the gateway never starts a server of its own; `forThisRun`: on the
 * command line, which comes before what was saved. What was saved comes before the environment, which is Django's.
 */
export interface RedisAddress {
  readonly host: string
  readonly port: number
  readonly given: boolean
  readonly forThisRun: boolean
}

/**
 * Reads `redis://host[:port][/0]`: what Django's client knows (docs/wire-contract.md §1). Anything more is set in the
 * panel; a password has no place on a command line, which every process of the machine can read.
 * @throws Error with a sentence that says what is wrong; the address itself is not repeated, it may hold a password.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const url = URL.parse(text)
  if (url === null || url.hostname === '') throw new Error('It must look like redis://host:6379.')
  if (url.protocol !== 'redis:')
    throw new Error('Only redis:// is possible, as Django’s client speaks it; TLS is set on the Gateway screen.')
  if (url.username !== '' || url.password !== '')
    throw new Error(
      'A user or password is not possible here, Django’s client sends none; they are set on the Gateway screen.',
    )
  if (!['', '/', '/0'].includes(url.pathname))
    throw new Error('Only database 0 is possible here, Django uses no other; it is set on the Gateway screen.')
  if (url.search !== '' || url.hash !== '') throw new Error('It must look like redis://host:6379, without parameters.')
  const port = url.port === '' ? 6379 : Number(url.port)
  if (port === 0) throw new Error('The port must be between 1 and 65535.')
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port, given: true, forThisRun: true }
}

/**
 * The address from `REDIS_HOST` and `REDIS_PORT`, as Django reads them, or localhost:6379.
 * @throws Error when REDIS_PORT is not a port.
 */
export function redisFromEnvironment(environment: NodeJS.ProcessEnv): RedisAddress {
  const host = environment.REDIS_HOST?.trim() ?? ''
  const port = environment.REDIS_PORT?.trim() ?? ''
  if (port !== '' && (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535))
    throw new Error('The environment variable REDIS_PORT must be a number between 1 and 65535.')
  return {
    host: host === '' ? 'localhost' : host,
    port: port === '' ? 6379 : Number(port),
    given: host !== '' || port !== '',
    forThisRun: false,
  }
}

/** The address as text, as `--redis` takes it. */
export function redisUrl(address: { readonly host: string; readonly port: number }): string {
  return `redis://${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`
}
