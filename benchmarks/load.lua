-- What wrk asks: the addresses of a file, each with the language of whoever asks, one after the other; then it tells.
local requests, last = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local language, path = line:match("^(%S+) (%S+)$")
    wrk.headers["Accept-Language"] = language
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  last = last % #requests + 1
  return requests[last]
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.status + errors.read + errors.write + errors.timeout + errors.connect
  io.write(string.format(
    '\n{"seconds": %f, "answers": %d, "bytes": %d, "failed": %d, "p50": %f, "p99": %f}\n',
    summary.duration / 1e6, summary.requests, summary.bytes, failed,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
