import type { Heard } from '../exchange/http/evidence.ts'
import { struckOut } from '../exchange/http/strike.ts'

/** What a report keeps of one answer. */
const mostCharacters = 700
const longest = 40_000

/** Fields whose values say who somebody is or name a key; numbers that tell accounts apart keep their beginning. */
const personal =
  /("(?:e-?mail|iban|ips?|ipAllowlist|ip_allowlist|ipWhitelist|ip_whitelist|api_?key(?:_?name)?|key_?name|remark|name_?of_?key|phone|mobile|address|invite\w*|inviterId|parentId)"\s*:\s*)("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[\w.+-]+)/gi
const accountIds = /("(?:uid|userId|user_id|accountId|iiban)"\s*:\s*"?)([\w-]{1,3})[\w -]*/gi
const mails = /[\w.+-]+@[\w-]+\.[\w.-]+/g
const ibans = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
const addresses = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g
const struck = '[…]'

/**
 * An answer as a report keeps it: its status and words, with `secrets` and everything personal struck out, cut to a
 * readable length. Around `about`, where that stands far inside. Pure.
 */
export function readableAnswer(
  { method, path, status, text }: Omit<Heard, 'over'>,
  secrets: readonly string[],
  about: string | null = null,
): string {
  const at = about === null ? -1 : text.indexOf(about)
  // Some answers have millions of characters, of which only those around the place are looked through.
  const near = text.length > longest ? text.slice(Math.max(0, at - longest / 2), at + longest / 2) : text
  const words = withoutPersons(struckOut(near.replace(/\s+/g, ' '), secrets))
  const place = about === null ? -1 : words.indexOf(about)
  const from = place > mostCharacters / 2 ? place - 200 : 0
  const shown = words.slice(from, from + mostCharacters)
  const isCut = from + shown.length < words.length || near.length < text.length
  const said = `${from > 0 ? '… ' : ''}${shown}${isCut ? ' …' : ''}`
  return `${method} ${path} → ${status === null ? '' : `${status} `}${said}`
}

function withoutPersons(text: string): string {
  return text
    .replace(personal, `$1"${struck}"`)
    .replace(accountIds, '$1$2…')
    .replace(mails, struck)
    .replace(addresses, struck)
    .replace(ibans, struck)
}
