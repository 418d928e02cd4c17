-- Posts the bodies of a file in turn; @KEY@ in a body becomes a key that no other request has.
-- Arguments: file of bodies (one a line), path, bearer token or "-", prefix of the keys.
local bodies, requests, path, headers, prefix = {}, {}, "/", {}, ""
local number, keyed = 0, false

function init(arguments)
  path, prefix = arguments[2], arguments[4]
  headers = { ["content-type"] = "application/json", ["accept"] = "application/json" }
  if arguments[3] ~= "-" then headers["authorization"] = "Bearer " .. arguments[3] end
  for line in io.lines(arguments[1]) do bodies[#bodies + 1] = line end
  keyed = bodies[1]:find("@KEY@", 1, true) ~= nil
  for place, body in ipairs(bodies) do requests[place] = wrk.format("POST", path, headers, body) end
end

function request()
  number = number + 1
  local place = (number - 1) % #bodies + 1
  if not keyed then return requests[place] end
  local body = bodies[place]:gsub("@KEY@", prefix .. string.format("%012d", number), 1)
  return wrk.format("POST", path, headers, body)
end

function done(summary, latency)
  io.write(string.format("figures %d %d %d %d %d %d\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write,
    summary.errors.timeout, latency:percentile(50), latency:percentile(99)))
end
