/**
 * How limits that several gateways share are divided, in one step in Redis and by its clock. KEYS[1]: the gateways that
 * share, a hash of `<until> <state> <about>`; KEYS[2]: what exchanges want to rest, a hash of moments; KEYS[3]: by which
 * the time is told; the pools lie under keys that begin with ARGV[2], each a hash of `<units> <wanted> <since> <unit> <usable>` by gateway.
 *
 * States: `a` alone (it holds all that is usable of every pool, without saying so), `s` sharing, and in capitals those
 * that are known to have ended. What one of them used counts on for as long as the exchange counts it. One that only
 * stopped showing itself may be cut off and at work: it keeps its units, an alone one half of everything, until
 * ARGV[4]. @see docs/decisions/0018-limits-divided-in-redis.md
 *
 * ARGV: 1 our name, 2 prefix of the pools' keys, 3 how long we live in ms, 4 how long an absent one's units are kept,
 * 5 how long use counts at most, 6 how we stand, 7 about us, 8 how many known to have ended, their names, then how many
 * rests, each name and ms, then the pools: name, limit, usable, counts, falls, held, wanted, unit.
 *
 * How we stand: `h` we use nothing until we know; `a` we use everything; `s` we use our parts, and saw others lately;
 * `p` we use our parts, and saw none; `S` we leave.
 *
 * Returns [state, [others], [rests], [units noted, target, other gateways that use it], …]
 */
export const divideScript = `
-- Redis's own clock, as what is left until a moment far away: TIME needs a right that a login may lack.
local far = 32503680000000
local left = redis.call('PTTL', KEYS[3])
if left < 0 then
  redis.call('SET', KEYS[3], '', 'PXAT', string.format('%.0f', far))
  left = redis.call('PTTL', KEYS[3])
end
local now = far - left
local me, prefix, ttl, keepMs, countMs = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local at = 8
local function word() at = at + 1; return ARGV[at] end
local ended = {}
for _ = 1, tonumber(ARGV[8]) do ended[word()] = true end

local others, told, was = {}, {}, nil
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local name = all[i]
  local until_, state, about = string.match(all[i + 1], '^(%d+) (%a) (.*)$')
  until_ = tonumber(until_)
  if name == me then
    if now - until_ <= keepMs then was = state end
  else
    if ended[name] and state == string.lower(state) then
      state, until_ = string.upper(state), math.min(until_, now)
      redis.call('HSET', KEYS[1], name, string.format('%.0f', until_) .. ' ' .. state .. ' ' .. about)
    end
    local age = now - until_
    if age > (state == string.lower(state) and keepMs or countMs) then redis.call('HDEL', KEYS[1], name)
    else
      others[name] = { state = state, age = age }
      table.insert(told, { name, state, about, age > 0 and 'absent' or '' })
    end
  end
end

local stands = ARGV[6]
-- We saw others and are not known here: Redis has lost what it held. Nobody gets more until all have shown themselves.
local settling = prefix .. '*settling'
if stands == 's' and not was then redis.call('SET', settling, '1', 'PX', ttl * 2) end
local isSettling = redis.call('EXISTS', settling) == 1
local state = stands
if stands == 'h' or stands == 'p' then state = (#told == 0 and not isSettling) and 'a' or 's' end
local holds = 0
local ends = state == 'S' and now or now + ttl
redis.call('HSET', KEYS[1], me, string.format('%.0f', ends) .. ' ' .. state .. ' ' .. ARGV[7])
redis.call('PEXPIRE', KEYS[1], keepMs + ttl + countMs)

for _ = 1, tonumber(word()) do
  local name, ms = word(), tonumber(word())
  local known = tonumber(redis.call('HGET', KEYS[2], name) or '0')
  redis.call('HSET', KEYS[2], name, string.format('%.0f', math.max(known, now + ms)))
end
local rests = {}
all = redis.call('HGETALL', KEYS[2])
for i = 1, #all, 2 do
  local left = tonumber(all[i + 1]) - now
  if left > 0 then table.insert(rests, { all[i], left }) else redis.call('HDEL', KEYS[2], all[i]) end
end

local reply = { state, told, rests }
while at < #ARGV do
  local key = prefix .. word()
  local limit, usable, counts, falls = tonumber(word()), tonumber(word()), tonumber(word()), word() == '1'
  local held, wanted, unit = tonumber(word()), tonumber(word()), tonumber(word())
  local entries, mine = {}, { units = 0, since = 0 }
  all = redis.call('HGETALL', key)
  for i = 1, #all, 2 do
    local units, wants, since, most, knows = string.match(all[i + 1], '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
    local entry = { name = all[i], units = tonumber(units), wanted = tonumber(wants), since = tonumber(since), unit = tonumber(most) }
    entry.usable = tonumber(knows)
    if entry.name == me then mine = entry elseif others[entry.name] then entries[entry.name] = entry
    else redis.call('HDEL', key, entry.name) end
  end

  -- What is not there to be given: living is what others that we share with will give up for us.
  local gone, living, cap, users = 0, {}, usable, 0
  for name, other in pairs(others) do
    local entry, units = entries[name], 0
    local hasEnded = other.state ~= string.lower(other.state)
    local left = 1
    if hasEnded then left = falls and math.max(0, 1 - other.age / counts) or (other.age <= counts and 1 or 0) end
    if other.state == 'a' or other.state == 'A' then
      cap = limit
      units = usable
      -- It told what it used, once a second, where that was a quarter of all or more.
      if hasEnded then units = math.max(entry and entry.units or 0, math.ceil(usable / 4))
      elseif other.age > counts then units = math.floor(usable / 2) end
      gone = gone + math.ceil(units * left)
    elseif entry then
      -- The exchange may have told another of a larger limit than we know of yet.
      if not hasEnded then cap = math.max(cap, entry.usable) end
      if hasEnded or other.age > 0 then gone = gone + math.ceil(entry.units * left)
      else table.insert(living, entry) end
      if not hasEnded then users = users + 1 end
    end
  end
  local taken, active = gone, wanted > 0 and 1 or 0
  local most = unit
  for _, entry in ipairs(living) do
    taken = taken + entry.units
    if entry.wanted > 0 then active = active + 1; most = math.max(most, entry.unit) end
  end

  local there = math.max(0, cap - gone)
  local fair = active > 0 and math.floor(there / active) or there
  local target = 0
  local queue = { { name = me, since = mine.since, unit = unit, units = mine.units, wanted = wanted } }
  for _, entry in ipairs(living) do table.insert(queue, entry) end
  if fair >= most then
    -- As much for each as it wants; where that is too much, the same for all that want more than that.
    table.sort(queue, function(a, b) if a.wanted ~= b.wanted then return a.wanted < b.wanted end return a.name < b.name end)
    for i, entry in ipairs(queue) do
      local given = math.min(entry.wanted, math.floor(there / (#queue - i + 1)))
      there = there - given
      if entry.name == me then target = given end
    end
  else
    -- Too little for all at once: in turns. Whoever has nothing comes first, whoever has had it longest comes last.
    table.sort(queue, function(a, b)
      if (a.units == 0) ~= (b.units == 0) then return a.units == 0 end
      if a.since ~= b.since then return (a.since < b.since) == (a.units == 0) end
      return a.name < b.name
    end)
    for _, entry in ipairs(queue) do
      if entry.wanted > 0 and there >= entry.unit then
        there = there - entry.unit
        if entry.name == me then target = entry.unit end
      end
    end
  end

  -- Alone we held everything without a word; else no more than is noted is ours.
  local before = mine.units
  local units = was == 'a' and held or math.min(mine.units, held)
  if stands == 's' and not was then units = math.max(0, math.min(held, cap - taken)) end
  if state == 's' and target > units and not isSettling then units = math.max(units, math.min(target, cap - taken)) end
  if before == 0 and units > 0 then mine.since = now end
  if stands == 'a' then units = held elseif state == 'a' then units, wanted = 0, 0 end
  if units == 0 and wanted == 0 then redis.call('HDEL', key, me)
  else
    local words = string.format('%.0f %.0f %.0f %.0f %.0f', units, wanted, mine.since, unit, usable)
    redis.call('HSET', key, me, words)
    redis.call('PEXPIRE', key, keepMs + ttl + countMs)
  end
  holds = holds + units
  table.insert(reply, { units, target, users })
end
-- Whoever leaves nothing behind is forgotten.
if state == 'S' and holds == 0 then redis.call('HDEL', KEYS[1], me) end
return reply
`
