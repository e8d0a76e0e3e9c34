/**
 * What happens to the lease at once, in Redis. The lease is a hash: `number` (the fencing number), `mode` and `about`
 * (who renewed it last). Beside it lies a key for each living gateway, `<number that it holds> <about>`, and a set of
 * their names.
 *
 * In both scripts: KEYS lease, counter, set of gateways; ARGV[1] prefix of the gateways' keys, ARGV[2] our name.
 */
const othersThatLive = `
local others, members = {}, 0
local lease = redis.call('HMGET', KEYS[1], 'number', 'mode', 'about')
local number = lease[1] or ''
for _, name in ipairs(redis.call('SMEMBERS', KEYS[3])) do
  local entry = name ~= ARGV[2] and redis.call('GET', ARGV[1] .. name)
  if entry then
    table.insert(others, entry)
    if number ~= '' and string.match(entry, '^%d*') == number then members = members + 1 end
  elseif name ~= ARGV[2] then
    redis.call('SREM', KEYS[3], name)
  end
end
`

/**
 * Renews the lease, joins it, or gets a new one, where that may be. ARGV: 3 about us, 4 our mode, 5 the number that we
 * hold, 6 the number to displace, 7 how long all this lives in ms, 8 the time in ms, 9 `hold-off` where nothing new is
 * wanted. Returns the number that we hold
 * now or '', what was found (number, about), and the other gateways. Whoever becomes the only holder gets a new number,
 * so that one who was away and comes back with the old number is refused.
 */
export const lookScript = `${othersThatLive}
local mode, mine, ttl, granted = ARGV[4], ARGV[5], ARGV[7], ''
local renew = function()
  -- Numbers go on from the clock where Redis lost its data: none comes twice.
  if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SET', KEYS[2], ARGV[8]) end
  return string.format('%.0f', redis.call('INCR', KEYS[2]))
end
if ARGV[9] == 'hold-off' then granted = ''
elseif number == '' or number == ARGV[6] then granted = renew()
elseif mode == 'share' and (mine == number or lease[2] == 'share') then granted = number
elseif mine == number and lease[2] == 'alone' then granted = number
elseif mine == number and members == 0 then granted = renew()
end
if granted ~= '' then
  redis.call('HSET', KEYS[1], 'number', granted, 'mode', mode, 'about', ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ttl)
end
redis.call('SADD', KEYS[3], ARGV[2])
redis.call('SET', ARGV[1] .. ARGV[2], granted .. ' ' .. ARGV[3], 'PX', ttl)
return { granted, number, lease[3] or '', unpack(others) }
`

/**
 * Gives the lease back, unless others share it. ARGV: 3 about us, 4 the number that we hold, 5 how long our key still
 * lives in ms.
 */
export const releaseScript = `${othersThatLive}
if number == ARGV[4] and members == 0 then redis.call('DEL', KEYS[1]) end
redis.call('SET', ARGV[1] .. ARGV[2], ' ' .. ARGV[3], 'PX', ARGV[5])
return 0
`

/**
 * Moves the first ARGV[2] elements of a list to ours, as far as there are so many, while the number in ARGV[1] is the
 * lease's, and returns them; 0: it is not. KEYS: the list, ours, the lease.
 *
 * Only this takes requests. BLMOVE could not be told of the number: a gateway that waits in it would get one more
 * request after another took over. So waiting and taking are apart: what waits moves the head of the queue onto itself,
 * which changes nothing, and then this is tried.
 */
export const takeScript = `
if redis.call('HGET', KEYS[3], 'number') ~= ARGV[1] then return 0 end
local taken = {}
for _ = 1, ARGV[2] do
  local element = redis.call('LMOVE', KEYS[1], KEYS[2], 'LEFT', 'RIGHT')
  if not element then break end
  table.insert(taken, element)
end
return taken
`
