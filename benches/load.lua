-- Checks each response, and writes down its errorId.

local threads = {}

function setup(thread)
    thread:set("number", #threads + 1)
    table.insert(threads, thread)
end

function init(args)
    wanted = tonumber(args[1])
    path = args[2] .. "/ids-" .. number
    ids = assert(io.open(path .. ".part", "w"))
    valid = 0
    invalid = 0
end

local hex = "%x"
local uuid = hex:rep(8) .. "%-" .. hex:rep(4) .. "%-7" .. hex:rep(3) .. "%-[89ab]" .. hex:rep(3) .. "%-" .. hex:rep(12)
local timestamp = "%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d%.%d%dZ"
local body_pattern = '^{"code":1300,"message":"[^"]+","errorId":"(' .. uuid .. ')","timestamp":"' .. timestamp .. '"}$'

function response(status, headers, body)
    -- Some more arrive before the thread has stopped.
    if valid + invalid == wanted then
        return
    end
    local id = body:match(body_pattern)
    local length = tonumber(headers["content-length"])
    if status == 404 and id and headers["content-type"] == "application/json" and length == #body then
        ids:write(id, "\n")
        valid = valid + 1
    else
        invalid = invalid + 1
    end
    if valid + invalid == wanted then
        ids:close()
        os.rename(path .. ".part", path)
        wrk.thread:stop()
    end
end

function done(summary, latency, requests)
    local invalid, valid = 0, 0
    for _, thread in ipairs(threads) do
        invalid = invalid + thread:get("invalid")
        valid = valid + thread:get("valid")
    end
    local errors = summary.errors
    local lost = errors.connect + errors.read + errors.write + errors.timeout
    print(("%d valid"):format(valid))
    print(("%d invalid, %d lost"):format(invalid, lost))
end
