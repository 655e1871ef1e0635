// store: the scripts that run inside Redis. Each is one atomic step.
import { LOG_LENGTH } from '../store.ts';

/** The keys of one ticker, in the order of the scripts' KEYS. One hash tag puts them into one slot of a cluster. */
export function keysOf(prefix: string): string[] {
  const names = ['lease', 'token', 'head', 'rates', 'fixings', 'order', 'reports', 'log'];
  return names.map((name) => `{${prefix}}:${name}`);
}

/** The last of the keys: the stream of changes. */
export const logKeyOf = (prefix: string) => `{${prefix}}:log`;

/**
 * `head` contains epoch, seq, asOf, the `run` id of the server on which the epoch was opened, and two counters:
 * `fixed` numbers the fixings in order, so that a replica reads only new ones, and `told` counts reports. `seal` is a
 * hash of the position: a position that was set by hand or only partly restored does not match it and is ignored.
 */
const PREFACE = `
local lease, token, head, rates, fixings, order, reports, log = unpack(KEYS)
local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
end
local function seal(epoch, seq, run)
  return redis.sha1hex(epoch .. ' ' .. seq .. ' ' .. run)
end
local function isSealed(epoch, seq, run)
  return epoch and seq and run and redis.call('HGET', head, 'seal') == seal(epoch, seq, run)
end
local function stands(epoch, seq)
  local now = redis.call('HMGET', head, 'epoch', 'seq', 'run')
  return now[1] == epoch and now[3] == runId() and isSealed(unpack(now)) and tonumber(now[2]) >= tonumber(seq)
end
local function moveTo(epoch, seq, asOf)
  local at, run = string.format('%d', seq), runId()
  redis.call('HSET', head, 'epoch', epoch, 'seq', at, 'run', run, 'asOf', asOf, 'seal', seal(epoch, at, run))
end
local function publish(epoch, seq, asOf, list, holder)
  local update = string.format('{"epoch":"%s","seq":%d,"asOf":"%s","rates":[', epoch, seq, asOf)
    .. table.concat(list, ',') .. ']}'
  local function add()
    return redis.call('XADD', log, 'MAXLEN', '~', ${LOG_LENGTH}, '*', 'update', update, 'holder', holder)
  end
  if not pcall(add) then
    redis.call('DEL', log)
    add()
  end
  moveTo(epoch, seq, asOf)
  return update
end
local function count(field)
  local number = tonumber(redis.call('HGET', head, field) or '0')
  return number and number >= 0 and number < 1e15 and number or 0
end
`;

/** Deletes keys of a wrong type. Another program wrote them, and no script could continue. */
const HEAL = `
local kinds = {'string', 'string', 'hash', 'hash', 'hash', 'zset', 'hash', 'stream'}
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= kinds[i] then redis.call('DEL', key) end
end
`;

/**
 * Acquires the lease if it is free. id, ttl → its holder: `id token`. A lease of the same id is acquired again: Redis
 * may have run an attempt after its caller had given up. A lease without an expiry, or with one that is too late, is
 * not ours and is replaced.
 */
export const ACQUIRE = `${PREFACE}${HEAL}
local held = redis.call('GET', lease)
local left = redis.call('PTTL', lease)
local isLive = held and left >= 0 and left <= tonumber(ARGV[2])
if isLive and string.sub(held, 1, #ARGV[1] + 1) ~= ARGV[1] .. ' ' then return held end
if not string.match(redis.call('GET', token) or '0', '^%d%d?%d?%d?%d?%d?%d?%d?%d?%d?%d?%d?$') then
  redis.call('DEL', token)
end
local holder = ARGV[1] .. ' ' .. string.format('%d', redis.call('INCR', token))
redis.call('SET', lease, holder, 'PX', ARGV[2])
return holder`;

/**
 * Renews the lease. holder, ttl, epoch, seq, then code and rate of all rates in turn → `lost`; `epoch` when the
 * sequence may have been lost; or `kept`, the number of rates that were missing, whether the epoch is filled, and the
 * numbers of fixings, places of fixings and reports. Rates that Redis evicted, or that another program wrote, are
 * written again. A full Redis refuses that, and the lease is renewed nevertheless.
 */
export const RENEW = `${PREFACE}${HEAL}
if redis.call('GET', lease) ~= ARGV[1] then return {'lost'} end
if not stands(ARGV[3], ARGV[4]) then return {'epoch'} end
redis.call('PEXPIRE', lease, ARGV[2])
local missing = 0
for i = 5, #ARGV, 2 do
  if count('seq') == tonumber(ARGV[4]) and redis.call('HGET', rates, ARGV[i]) ~= ARGV[i + 1] then
    redis.pcall('HSET', rates, ARGV[i], ARGV[i + 1])
    missing = missing + 1
  end
end
local filled = redis.call('HGET', head, 'filled') == '1'
return {'kept', missing, filled and 1 or 0, redis.call('HLEN', fixings), redis.call('ZCARD', order),
  redis.call('HLEN', reports)}`;

/** Marks the epoch as filled: everything in the leader's memory was written. holder, epoch, seq. */
export const FILLED = `${PREFACE}
if redis.call('GET', lease) == ARGV[1] and stands(ARGV[2], ARGV[3]) then redis.call('HSET', head, 'filled', '1') end
return 'ok'`;

/** Releases the lease. holder. */
export const RESIGN = `${PREFACE}
if redis.call('GET', lease) == ARGV[1] then redis.call('DEL', lease) end
return 'ok'`;

/** Opens an epoch with all rates. holder, epoch, asOf, then code and rate in turn → the update; '' without rates. */
export const OPEN = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return false end
local list = {}
redis.call('DEL', rates)
for i = 4, #ARGV, 2 do
  redis.call('HSET', rates, ARGV[i], ARGV[i + 1])
  list[#list + 1] = ARGV[i + 1]
end
local last = tonumber(redis.call('ZREVRANGE', order, 0, 0, 'WITHSCORES')[2] or '0')
if not last or last < 0 or last >= 1e15 then
  redis.call('DEL', order, fixings)
  last = 0
end
redis.call('DEL', head)
moveTo(ARGV[2], 0, ARGV[3])
redis.call('HSET', head, 'fixed', string.format('%d', last))
if #list == 0 then return '' end
return publish(ARGV[2], 1, ARGV[3], list, ARGV[1])`;

/**
 * Commits a change. holder, epoch, known seq, known number of fixings, asOf, number of changed rates, number of all
 * rates, then code and rate of all rates in turn, changed ones first, then key, fixing, printed and nominal in turn →
 * `kept`, the number of fixings and the update, or the reason of a refusal. `moved`: the state is not the one from
 * which the change was computed, for example because an earlier answer was lost. All reads come before the first
 * write, which is the entry of the log. A full Redis, or a replica, refuses that write, so that no change is half
 * done.
 */
export const COMMIT = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return {'lost'} end
if not stands(ARGV[2], ARGV[3]) then return {'epoch'} end
local fixed, seq = count('fixed'), count('seq')
if seq ~= tonumber(ARGV[3]) or fixed ~= tonumber(ARGV[4]) then return {'moved'} end
local firstFixing = 8 + 2 * tonumber(ARGV[7])
local list, new = {}, {}
redis.call('HLEN', rates)
for i = 8, 6 + 2 * tonumber(ARGV[6]), 2 do list[#list + 1] = ARGV[i + 1] end
for i = firstFixing, #ARGV, 4 do
  local known, it = pcall(cjson.decode, redis.call('HGET', fixings, ARGV[i]) or '')
  known = known and type(it) == 'table' and it.printed == ARGV[i + 2] and it.nominal == ARGV[i + 3]
  if not (known and redis.call('ZSCORE', order, ARGV[i])) then new[#new + 1] = i end
end
local answer = {'kept', string.format('%d', fixed + #new)}
if #list > 0 then
  answer[3] = publish(ARGV[2], seq + 1, ARGV[5], list, ARGV[1])
  for i = 8, firstFixing - 1, 2 do redis.call('HSET', rates, ARGV[i], ARGV[i + 1]) end
end
for n, i in ipairs(new) do
  redis.call('HSET', fixings, ARGV[i], ARGV[i + 1])
  redis.call('ZADD', order, string.format('%d', fixed + n), ARGV[i])
end
if #new > 0 then redis.call('HSET', head, 'fixed', string.format('%d', fixed + #new)) end
return answer`;

/** Stores a report. holder, source, report → whether it was stored. */
export const REPORT = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return 0 end
redis.call('HSET', reports, ARGV[2], ARGV[3])
redis.call('HSET', head, 'told', string.format('%d', count('told') + 1))
return 1`;

/** Fixings in one answer of `READ_STATE`; the next read returns the next ones. */
export const READ_FIXINGS = 2_000;

/** Reads the state. known fixings, known reports, whether everything is requested → see `readState`. */
export const READ_STATE = `${PREFACE}
local now = redis.call('HMGET', head, 'epoch', 'seq', 'run', 'asOf', 'told')
if not isSealed(now[1], now[2], now[3]) then now[1] = false end
local new, last = {}, ARGV[1]
local keys = redis.call('ZRANGEBYSCORE', order, '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ${READ_FIXINGS})
for i = 1, #keys, 2 do
  new[#new + 1] = redis.call('HGET', fixings, keys[i]) or ''
  last = keys[i + 1]
end
local told = {}
if (now[5] or '') ~= ARGV[2] then told = redis.call('HVALS', reports) end
local all, entries = {}, {}
if ARGV[3] == '1' then
  all = redis.call('HVALS', rates)
  entries = redis.call('XREVRANGE', log, '+', '-', 'COUNT', ${2 * LOG_LENGTH})
end
return {runId(), redis.call('GET', lease) or '', now, last, new, now[5] or '', told, all, entries,
  string.format('%d', count('fixed'))}`;
