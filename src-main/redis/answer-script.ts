/**
 * Writes an answer, takes its request off the processing list, and notes a receipt and, of a claimed request, what is
 * remembered of its id: all of it, or, where another gateway has the id by now and answers, neither the answer nor the
 * claim. Returns whether they were written. KEYS: the answer, the list, the receipt and, if any, the claim. ARGV: 1 the
 * answer and 2 its life in s, 3 the request, 4 the receipt and 5 its life; with a claim 6 the claim and 7 its life, 8
 * what the claim holds while it is ours.
 */
export const answerScript = `
local held = KEYS[4] and redis.call('GET', KEYS[4])
local ours = not held or string.find(held, ARGV[8], 1, true)
if ours then
  redis.call('SETEX', KEYS[1], ARGV[2], ARGV[1])
  if KEYS[4] then redis.call('SETEX', KEYS[4], ARGV[7], ARGV[6]) end
end
redis.call('LREM', KEYS[2], 1, ARGV[3])
redis.call('SETEX', KEYS[3], ARGV[5], ARGV[4])
return ours and 1 or 0
`

/**
 * Writes an answer where no other waits, and takes its request off the processing list with it. A request that is off
 * the list has its answer already, by an attempt whose reply was lost. Returns whether it is written. KEYS: the answer,
 * the list. ARGV: the answer and its life in s, the request.
 */
export const answerIfNoneScript = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
if redis.call('LREM', KEYS[2], 1, ARGV[3]) == 1 then redis.call('SETEX', KEYS[1], ARGV[2], ARGV[1]) end
return 1
`
