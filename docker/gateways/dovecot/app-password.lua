-- Dovecot passdb for Keycloak App Passwords: asks Keycloak whether a user name and an app password belong together.
--
-- Needs Dovecot 2.3.19 or later of the 2.3 line with its Lua support (Debian: dovecot-auth-lua) and nothing else: the
-- HTTP client is Dovecot's own, and the verdict is the HTTP status.
--
-- Set these three. The secret lies alone in its file, which only the user of Dovecot's auth service may read:
--   install -m 0600 -o dovecot -g dovecot /dev/stdin /etc/dovecot/keycloak-gateway.secret
-- It is read at each login, so a new secret needs no restart. With a client certificate (ssl_client_cert) there is no
-- secret: SECRET_FILE = nil.
local VALIDATE_URL = "https://keycloak.example.org/realms/example/app-passwords/validate"
local CLIENT_ID = "dovecot"
local SECRET_FILE = "/etc/dovecot/keycloak-gateway.secret"

-- In bytes: more than any user name that Keycloak takes, or any app password in any spelling. What is longer is wrong
-- without asking: Keycloak would call the whole request malformed, and the client would hear "try later".
local LONGEST = 1024

-- Dovecot's names of services that mean a protocol of another name.
local PROTOCOLS = { submission = "smtp" }

local client

function script_init()
  client = dovecot.http.client({
    -- Not request_timeout_msecs: on a connection that was used before and hangs now, it never ends the wait.
    request_absolute_timeout_msecs = 5000,
    connect_timeout_msecs = 2000,
    max_attempts = 1,
    max_redirects = 0,
    no_auto_redirect = true,
    max_idle_time_msecs = 55000,
    user_agent = "dovecot-app-passwords/1",
  })
  return 0
end

function script_deinit()
end

-- Text as a JSON string (RFC 8259). Bytes above 127 stay, as UTF-8.
local function json(text)
  local escaped = text:gsub('[%c"\\]', function(c)
    return string.format("\\u%04x", c:byte())
  end)
  return '"' .. escaped .. '"'
end

-- RFC 4648, by arithmetic, so that it runs on Lua 5.1 as well as on 5.4.
local function base64(text)
  local symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    for place = 3, 0, -1 do
      local index = math.floor(bits / 64 ^ place) % 64 + 1
      out[#out + 1] = symbols:sub(index, index)
    end
    if not b then out[#out - 1] = "=" end
    if not c then out[#out] = "=" end
  end
  return table.concat(out)
end

-- One half of a Basic credential, form-encoded as RFC 6749, section 2.3.1 has it.
local function form_encoded(text)
  local encoded = text:gsub("[^%w%-._~]", function(c)
    return string.format("%%%02X", c:byte())
  end)
  return encoded
end

-- The secret, or nil and why it cannot be had.
local function gateway_secret()
  local file, problem = io.open(SECRET_FILE, "r")
  if not file then return nil, problem end
  local secret = file:read("*l")
  file:close()
  if not secret or secret == "" then return nil, SECRET_FILE .. " is empty" end
  return secret
end

-- Undoes percent-encoding (RFC 3986, section 2.1); nil if a percent sign does not begin an escape.
local function percent_decoded(text)
  if text:gsub("%%%x%x", ""):find("%", 1, true) then return nil end
  local decoded = text:gsub("%%(%x%x)", function(hex)
    return string.char(tonumber(hex, 16))
  end)
  return decoded
end

-- The login identity becomes a part of file names: what could lead elsewhere is refused, whoever says it.
local function login_identity(header)
  local name = header and percent_decoded(header)
  if not name or name == "" or name == "." then return nil end
  if name:find("[%c/]") or name:find("..", 1, true) then return nil end
  return name
end

local function sane(text)
  -- Lua 5.1 has no utf8: there, Keycloak refuses such a request, and the client hears "try later".
  return #text <= LONGEST and (not utf8 or utf8.len(text) ~= nil)
end

local function ask(req, password, secret)
  -- Whoever comes with a certificate names itself in the query (RFC 8705, section 2).
  local url = secret and VALIDATE_URL or VALIDATE_URL .. "?client_id=" .. form_encoded(CLIENT_ID)
  local request = client:request({ url = url, method = "POST" })
  request:add_header("Content-Type", "application/json")
  if secret then
    request:add_header("Authorization", "Basic " .. base64(form_encoded(CLIENT_ID) .. ":" .. form_encoded(secret)))
  end
  request:set_payload('{"username":' .. json(req.user)
    .. ',"password":' .. json(password)
    .. ',"protocol":' .. json(PROTOCOLS[req.service] or req.service)
    .. ',"client_ip":' .. json(req.remote_ip or "") .. "}")
  return request:submit()
end

function auth_password_verify(req, password)
  if not sane(req.user) or not sane(password) then
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, "not an app password"
  end
  local secret, problem
  if SECRET_FILE then secret, problem = gateway_secret() end
  if SECRET_FILE and not secret then
    req:log_error("app passwords: no gateway secret: " .. problem)
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "no gateway secret"
  end
  local answer = ask(req, password, secret)
  local status = answer:status()
  if status == 401 then
    -- Not PASSWORD_MISMATCH, which the client would be told just the same: Dovecot does not put that into its cache, and
    -- so would fall back to an earlier "right" of this pair when Keycloak cannot be asked.
    return dovecot.auth.PASSDB_RESULT_USER_UNKNOWN, "not a valid app password"
  end
  if status ~= 200 then
    -- Anything else, and Dovecot's own 9xxx for no connection, is never "wrong password": a client would forget it.
    req:log_error("app passwords: " .. VALIDATE_URL .. " answered " .. status .. " " .. tostring(answer:reason()))
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "no verdict"
  end
  local user = login_identity(answer:header("X-Username"))
  if not user then
    req:log_error("app passwords: the login identity in the answer cannot name a mailbox")
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "no login identity"
  end
  -- Everything after this line, mailboxes too, goes by the name that Keycloak gave, not by the one that was typed.
  return dovecot.auth.PASSDB_RESULT_OK, { user = user }
end

-- For mechanisms that need the password itself. Keycloak gives none away.
function auth_passdb_lookup(req)
  return dovecot.auth.PASSDB_RESULT_SCHEME_NOT_AVAILABLE, "app passwords need PLAIN or LOGIN"
end
