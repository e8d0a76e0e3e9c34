/** A connection, as Redis's CLIENT LIST tells of it. */
export interface ListedClient {
  readonly id: string
  /** `host:port` of the other end; a path for a Unix socket. */
  readonly address: string
  /** '': it gave itself none. */
  readonly name: string
  readonly db: number
  /** The last command, in lower case. */
  readonly command: string
  /** It waits in that command. */
  readonly isBlocked: boolean
  /** Seconds since it sent anything. */
  readonly idleSeconds: number
}

/** Reads the answer of CLIENT LIST: a client a line, `field=value` separated by spaces. */
export function parseClientList(text: string): readonly ListedClient[] {
  return text.split('\n').flatMap((line) => {
    const fields = new Map(
      line
        .trim()
        .split(' ')
        .map((field) => {
          const end = field.indexOf('=')
          return [field.slice(0, end), field.slice(end + 1)] as const
        }),
    )
    const id = fields.get('id')
    if (id === undefined) return []
    return {
      id,
      address: fields.get('addr') ?? '',
      name: fields.get('name') ?? '',
      db: Number(fields.get('db')),
      command: (fields.get('cmd') ?? '').toLowerCase(),
      isBlocked: (fields.get('flags') ?? '').includes('b'),
      idleSeconds: Number(fields.get('idle')),
    }
  })
}
