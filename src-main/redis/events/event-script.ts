/**
 * Adds entries to a stream, each once: an event whose id is among the last ones that were added (by this gateway, whose
 * answer from Redis was lost, or by another that saw the same) is left out. Returns how many were added. KEYS: the stream,
 * the ids that it was told, the number of its last entry. ARGV: 1 about how many entries and ids stay; then for each
 * event its id, how many words follow, and its fields and values by turns.
 */
export const publishScript = `
local added = 0
local at = 2
while at <= #ARGV do
  local id, count = ARGV[at], tonumber(ARGV[at + 1])
  if not redis.call('ZSCORE', KEYS[2], id) then
    local number = redis.call('INCR', KEYS[3])
    redis.call('ZADD', KEYS[2], number, id)
    local words = { 'id', id, 'sequence', tostring(number) }
    for index = at + 2, at + 1 + count do words[#words + 1] = ARGV[index] end
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(words))
    added = added + 1
  end
  at = at + 2 + count
end
if added > 0 then redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - ARGV[1]) end
return added
`
