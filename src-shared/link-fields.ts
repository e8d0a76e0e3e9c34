import { z } from 'zod'

/** Parts that every connection to a server is described by. */

export const hostField = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[^\s/@[\]]+$/, { error: 'not a host name or an address' })
export const portField = z.int().min(1).max(65_535)
/** A file on the gateway's machine; null: none. */
export const fileField = z.string().trim().min(1).max(4_096).nullable()

/** `host:port`, with an IPv6 address in brackets. */
export function serverLabel(at: { readonly host: string; readonly port: number }): string {
  return `${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}`
}

const secretText = z.string().min(1).max(4_096)

/** What becomes of a secret that the window cannot see. */
export const secretChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('set'), text: secretText }),
])
export type SecretChange = z.infer<typeof secretChange>
