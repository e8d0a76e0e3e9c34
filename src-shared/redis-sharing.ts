/** Whether a gateway serves its Redis alone, or together with others that share it, too. */
export const redisSharings = ['alone', 'share'] as const
export type RedisSharing = (typeof redisSharings)[number]

/** Another gateway on the same Redis. */
export interface OtherGateway {
  readonly instance: string
  readonly host: string
  readonly pid: number
  /** When it started, epoch ms. */
  readonly since: number
  readonly mode: RedisSharing
  /** Whether it takes requests; otherwise it stands by. */
  readonly takes: boolean
}
