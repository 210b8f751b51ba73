-- For Apache's LuaHookCheckUserID: asks app-password-check about user name and app password of HTTP Basic.
-- Right: the request goes on as that user. Wrong: 401. Try later: 503, never 401.

-- With its arguments; the user name must be the login identity (--exact), since Apache goes on with it.
local CHECK = "/usr/local/bin/app-password-check --exact --protocol=webdav"
local CHALLENGE = 'Basic realm="App passwords", charset="UTF-8"'

-- 0 right, 1 wrong, anything else: no verdict. The password goes through a pipe; nothing of a client is in the command but an address.
local function verdict(name, password, address)
  local pipe = io.popen(CHECK .. " --address=" .. (address:match("^[%x.:]+$") or ""), "w")
  if not pipe then
    return nil
  end
  pipe:write(name, "\n", password, "\n")
  local _, how, status = pipe:close()
  return how == "exit" and status or nil
end

function check(r)
  local encoded = (r.headers_in["Authorization"] or ""):match("^[Bb][Aa][Ss][Ii][Cc] +([%w+/]+=*) *$")
  local name, password = (encoded and r:base64_decode(encoded) or ""):match("^([^:]*):(.*)$")
  local status = name and verdict(name, password, r.useragent_ip) or not name and 1
  if status == 0 then
    r.user = name
    return apache2.OK
  end
  if status == 1 then
    r.err_headers_out["WWW-Authenticate"] = CHALLENGE
    return 401
  end
  r.err_headers_out["Retry-After"] = "10"
  return 503
end
