// store: what runs inside Redis, each script one step that happens whole or not at all.
import { LOG_LENGTH } from './store.ts';

/** The keys of one ticker, in the order in which every script takes them. One hash tag: one slot of a cluster. */
export function keysOf(prefix: string): string[] {
  const names = ['lease', 'token', 'head', 'rates', 'fixings', 'order', 'reports', 'log'];
  return names.map((name) => `{${prefix}}:${name}`);
}

/** The last of the keys: the stream of changes. */
export const logKeyOf = (prefix: string) => `{${prefix}}:log`;

/**
 * `head` holds epoch, seq, asOf, the `run` of the server that the epoch was opened on, and two counters: `fixed`
 * numbers the fixings as they come, so that a replica asks for the new ones only, `told` counts reports.
 */
const PREFACE = `
local lease, token, head, rates, fixings, order, reports, log = unpack(KEYS)
local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or ''
end
local function stands(epoch, seq)
  local now = redis.call('HMGET', head, 'epoch', 'run', 'seq')
  return now[1] == epoch and now[2] == runId() and (tonumber(now[3]) or -1) >= tonumber(seq)
end
local function publish(epoch, seq, asOf, list, holder)
  local update = string.format('{"epoch":"%s","seq":%d,"asOf":"%s","rates":[', epoch, seq, asOf)
    .. table.concat(list, ',') .. ']}'
  redis.call('HSET', head, 'seq', string.format('%d', seq), 'asOf', asOf)
  redis.call('XADD', log, 'MAXLEN', '~', ${LOG_LENGTH}, '*', 'update', update, 'holder', holder)
  return update
end
`;

/** A key of another type than ours was written by somebody else, and no script could go on. */
const HEAL = `
local kinds = {'string', 'string', 'hash', 'hash', 'hash', 'zset', 'hash', 'stream'}
for i, key in ipairs(KEYS) do
  local kind = redis.call('TYPE', key).ok
  if kind ~= 'none' and kind ~= kinds[i] then redis.call('DEL', key) end
end
`;

/**
 * Takes the lease where nobody has it. id, ttl → who holds it now: `id token`. A lease of this id is taken anew: an
 * attempt that Redis ran after its caller had given up must not lock the caller out.
 */
export const ACQUIRE = `${PREFACE}${HEAL}
local held = redis.call('GET', lease)
if held and string.sub(held, 1, #ARGV[1] + 1) ~= ARGV[1] .. ' ' then return held end
if not string.match(redis.call('GET', token) or '0', '^%d+$') then redis.call('DEL', token) end
local holder = ARGV[1] .. ' ' .. string.format('%d', redis.call('INCR', token))
redis.call('SET', lease, holder, 'PX', ARGV[2])
return holder`;

/** Keeps the lease. holder, ttl, epoch, seq → kept, lost, or epoch when the sequence may have been lost. */
export const RENEW = `${PREFACE}${HEAL}
if redis.call('GET', lease) ~= ARGV[1] then return 'lost' end
if not stands(ARGV[3], ARGV[4]) then return 'epoch' end
redis.call('PEXPIRE', lease, ARGV[2])
return 'kept'`;

/** Gives the lease up. holder. */
export const RESIGN = `${PREFACE}
if redis.call('GET', lease) == ARGV[1] then redis.call('DEL', lease) end
return 'ok'`;

/** Opens an epoch with all rates. holder, epoch, asOf, then code and rate in turn → the update, '' without rates. */
export const OPEN = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return false end
local list = {}
redis.call('DEL', rates)
for i = 4, #ARGV, 2 do
  redis.call('HSET', rates, ARGV[i], ARGV[i + 1])
  list[#list + 1] = ARGV[i + 1]
end
local last = redis.call('ZREVRANGE', order, 0, 0, 'WITHSCORES')[2] or '0'
redis.call('DEL', head)
redis.call('HSET', head, 'epoch', ARGV[2], 'run', runId(), 'seq', '0', 'asOf', ARGV[3], 'fixed', last)
if #list == 0 then return '' end
return publish(ARGV[2], 1, ARGV[3], list, ARGV[1])`;

/**
 * holder, epoch, seq known, asOf, number of rates, then code and rate, then key, fixing, printed and nominal in turn
 * → kept and the update, or the reason of a refusal.
 */
export const COMMIT = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return {'lost'} end
if not stands(ARGV[2], ARGV[3]) then return {'epoch'} end
local first = 6 + 2 * tonumber(ARGV[5])
local list = {}
for i = 6, first - 1, 2 do
  if redis.call('HGET', rates, ARGV[i]) ~= ARGV[i + 1] then
    redis.call('HSET', rates, ARGV[i], ARGV[i + 1])
    list[#list + 1] = ARGV[i + 1]
  end
end
for i = first, #ARGV, 4 do
  local known, it = pcall(cjson.decode, redis.call('HGET', fixings, ARGV[i]) or '')
  known = known and type(it) == 'table' and it.printed == ARGV[i + 2] and it.nominal == ARGV[i + 3]
  if not known then
    redis.call('HSET', fixings, ARGV[i], ARGV[i + 1])
    redis.call('ZADD', order, redis.call('HINCRBY', head, 'fixed', 1), ARGV[i])
  end
end
if #list == 0 then return {'kept'} end
return {'kept', publish(ARGV[2], tonumber(redis.call('HGET', head, 'seq')) + 1, ARGV[4], list, ARGV[1])}`;

/** holder, source, report → whether it was kept. */
export const REPORT = `${PREFACE}
if redis.call('GET', lease) ~= ARGV[1] then return 0 end
redis.call('HSET', reports, ARGV[2], ARGV[3])
redis.call('HINCRBY', head, 'told', 1)
return 1`;

/** Fixings that one look answers; the next look answers the next. */
export const LOOK_FIXINGS = 2_000;

/** fixings known, reports known, whether everything is asked for → see `readLook`. */
export const LOOK = `${PREFACE}
local now = redis.call('HMGET', head, 'epoch', 'seq', 'asOf', 'run', 'told')
local new, last = {}, ARGV[1]
local keys = redis.call('ZRANGEBYSCORE', order, '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ${LOOK_FIXINGS})
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
return {runId(), redis.call('GET', lease) or '', now, last, new, now[5] or '', told, all, entries}`;
