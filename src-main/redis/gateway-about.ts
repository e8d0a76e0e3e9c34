import { z } from 'zod'
import { redisSharings } from '../../src-shared/redis-sharing.ts'

const aboutSchema = z.object({
  instance: z.string(),
  host: z.string(),
  /** See machineName. */
  machine: z.string().nullable(),
  pid: z.int().positive(),
  since: z.int(),
  mode: z.enum(redisSharings),
  /** Whether Redis's list of clients has its connections by name. */
  isListed: z.boolean(),
})

/** What a gateway tells the others of itself. */
export type GatewayAbout = z.infer<typeof aboutSchema>

/** Another gateway's own words, and the fencing number that it holds (''). */
export interface Peer {
  readonly about: GatewayAbout
  readonly number: string
}

/** null: it is not in our words. */
export function parseAbout(text: string): GatewayAbout | null {
  try {
    return aboutSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Reads `<number> <about>`. */
export function parsePeer(text: string): Peer | null {
  const space = text.indexOf(' ')
  const about = parseAbout(text.slice(space + 1))
  return about === null ? null : { about, number: text.slice(0, Math.max(0, space)) }
}
