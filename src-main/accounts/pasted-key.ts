/** Blanks that nobody sees, which come along when a text is copied from a page or a chat. */
const unseen = /[\u200b-\u200d\u2060\ufeff\u00ad]/g

/** A text as it was meant when it was pasted: without what nobody sees in it, and without blanks around it. */
export function asPasted(text: string): string {
  return text.replace(unseen, '').trim()
}

/** What a text in PEM form holds. `private`: with its lines restored. */
export type PastedPem =
  { readonly holds: 'private'; readonly pem: string } | { readonly holds: 'encrypted' | 'public' | 'something_else' }

const armour = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/
const base64 = /^[A-Za-z0-9+/]+=*$/
const lineLength = 64

/**
 * Reads a key in PEM form however it was pasted: on one line, with `\n` written out (as JSON and .env files have it),
 * indented, quoted, or quoted in a mail. Only what cannot mean anything else is repaired: what stands between the two
 * lines of dashes must be base64. Pure.
 */
export function readPastedPem(text: string): PastedPem {
  const written = asPasted(text).replaceAll(/\\r\\n|\\n|\\r/g, '\n')
  const [, label = '', body = ''] = armour.exec(written) ?? []
  if (label.endsWith('PUBLIC KEY')) return { holds: 'public' }
  if (label.startsWith('ENCRYPTED') || /Proc-Type:\s*4,\s*ENCRYPTED/i.test(body)) return { holds: 'encrypted' }
  const inner = body.replaceAll(/[\s>"']/g, '')
  if (!label.endsWith('PRIVATE KEY') || !base64.test(inner)) return { holds: 'something_else' }
  const lines = inner.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return {
    holds: 'private',
    pem: [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n'),
  }
}
