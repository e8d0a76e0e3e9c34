/**
 * JSON text laid out over lines. It is never parsed, so that every digit of its numbers stays; what is no JSON stays
 * readable all the same.
 */
export function layOutJson(text: string): string {
  let out = ''
  let depth = 0
  let inString = false
  const line = (): string => `\n${'  '.repeat(depth)}`
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (inString) {
      out += sign
      if (sign === '\\') out += text.charAt(++at)
      else if (sign === '"') inString = false
    } else if (sign === '"') {
      inString = true
      out += sign
    } else if (sign === '{' || sign === '[') {
      const rest = /^\s*[}\]]/.exec(text.slice(at + 1, at + 40))
      if (rest === null) {
        depth += 1
        out += sign + line()
      } else {
        out += sign + rest[0].trim()
        at += rest[0].length
      }
    } else if (sign === '}' || sign === ']') {
      depth = Math.max(0, depth - 1)
      out += line() + sign
    } else if (sign === ',') out += sign + line()
    else if (sign === ':') out += ': '
    else if (!/\s/.test(sign)) out += sign
  }
  return out
}
