/** What an answer's frame holds under a name; undefined: it holds nothing, which no schema accepts. */
export const contentIn =
  (name: string) =>
  (parsed: unknown): unknown =>
    typeof parsed === 'object' && parsed !== null && name in parsed
      ? (parsed as Readonly<Record<string, unknown>>)[name]
      : undefined

/** `Retry-After` in seconds, as ms; `fallbackMs` when it is missing or absurd. */
export function retryAfterMs(headers: Readonly<Record<string, string>>, fallbackMs: number, mostDigits = 5): number {
  const text = headers['retry-after'] ?? ''
  return /^\d+$/.test(text) && text.length <= mostDigits ? Math.max(1_000, Number(text) * 1_000) : fallbackMs
}
