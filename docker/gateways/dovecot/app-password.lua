-- Dovecot passdb for Keycloak App Passwords: asks Keycloak whether a user name and an app password belong together.
--
-- For Dovecot 2.4, and for 2.3 from 2.3.19 on, with Dovecot's Lua support (Debian: dovecot-auth-lua) and nothing else: the
-- HTTP client is Dovecot's own, and the verdict is the HTTP status.
--
-- Set these three. The secret lies alone in its file, which only the user of Dovecot's auth service may read:
--   install -m 0600 -o dovecot -g dovecot /dev/stdin /etc/dovecot/keycloak-gateway.secret
-- It is read at each login, so a new secret needs no restart. With a client certificate there is no secret:
-- SECRET_FILE = nil. In the address, a space in the realm's name is %20, and an umlaut is percent-encoded as UTF-8.
local VALIDATE_URL = "https://keycloak.example.org/realms/example/app-passwords/validate"
local CLIENT_ID = "dovecot"
local SECRET_FILE = "/etc/dovecot/keycloak-gateway.secret"

-- With true, VALIDATE_URL may be http:// to another host. Passwords cross the network in clear then: only for a network
-- that nobody else can read, such as the one between two containers of one host.
local ALLOW_HTTP = false

-- In bytes: more than any user name that Keycloak takes, or any app password in any spelling. What is longer is wrong
-- without asking: Keycloak would call the whole request malformed, and the client would hear "try later".
local LONGEST = 1024

-- Dovecot's names of services that mean a protocol of another name.
local PROTOCOLS = { submission = "smtp" }

-- What means something in SQL or LDAP; see auth_username_format in auth-app-passwords.conf.ext.
local OF_SQL_AND_LDAP = "[\"#'()*,;<=>\\]"

local LOOPBACK = { ["localhost"] = true, ["127.0.0.1"] = true, ["[::1]"] = true }

local client, settings_problem
local refuse_characters_of_sql_and_ldap = false

-- How Dovecot's HTTP client is set. On a connection that was used before and hangs now, only the absolute timeout ends the
-- wait.
local HTTP_2_3 = {
  request_absolute_timeout_msecs = 5000,
  connect_timeout_msecs = 2000,
  max_attempts = 1,
  max_redirects = 0,
  no_auto_redirect = true,
  max_idle_time_msecs = 55000,
  user_agent = "dovecot-app-passwords/1",
}
-- All of them texts: 2.4.1 ends by SIGSEGV on a number or true.
local HTTP_2_4 = {
  request_absolute_timeout = "5s",
  connect_timeout = "2s",
  request_max_attempts = "1",
  request_max_redirects = "0",
  auto_redirect = "no",
  max_idle_time = "55s",
  user_agent = "dovecot-app-passwords/1",
}

-- The address as it should be written: percent-encoded (RFC 3986, section 2.1), as far as it is not.
local function percent_encoded(address)
  local encoded = address:gsub("[^%w%-._~:/@!$&'()*+,;=%%]", function(c)
    return string.format("%%%02X", c:byte())
  end)
  return encoded
end

-- What is wrong with VALIDATE_URL, or nil.
local function url_problem()
  if type(VALIDATE_URL) ~= "string" or VALIDATE_URL == "" then return "VALIDATE_URL is not set" end
  -- Not with a password that somebody wrote in front of the host.
  local shown = 'VALIDATE_URL is "' .. VALIDATE_URL:gsub("%c", "?"):gsub("//[^/]*@", "//...@") .. '": '
  if VALIDATE_URL:find("^%s") or VALIDATE_URL:find("%s$") then return shown .. "it begins or ends with a space" end
  local scheme, authority, path = VALIDATE_URL:match("^(%a+)://([^/]*)(.*)$")
  if scheme ~= "https" and scheme ~= "http" then return shown .. "it must begin with https://" end
  local host, port = authority:match("^(.*):(%d+)$")
  if not host then host, port = authority, "443" end
  if not host:find("^[%w._-]+$") and not host:find("^%[[%x:.]+%]$") then
    return shown .. "the host must be a name in ASCII letters or an IP address, and nothing but a port may follow"
  end
  if tonumber(port) < 1 or tonumber(port) > 65535 then return shown .. "the port must be from 1 to 65535" end
  if path:find("[?#]") then return shown .. "it must have no ? and no #" end
  if path == "" or path == "/" then
    return shown .. "the path is missing: /realms/REALM/app-passwords/validate"
  end
  if path:gsub("%%%x%x", ""):find("%", 1, true) then
    return shown .. "a % in the name of a realm is written %25"
  end
  local encoded = scheme .. "://" .. authority .. percent_encoded(path)
  if encoded ~= VALIDATE_URL then return shown .. 'write it percent-encoded: "' .. encoded .. '"' end
  if scheme == "http" and not LOOPBACK[host:lower()] and not ALLOW_HTTP then
    return shown .. "http to another host would send passwords in clear: use https, or set ALLOW_HTTP = true"
  end
  return nil
end

-- What is wrong with the settings above, as a line for the log; nil if nothing is.
local function find_settings_problem()
  local problem = url_problem()
  if problem then return problem end
  if type(CLIENT_ID) ~= "string" or CLIENT_ID == "" then
    return "CLIENT_ID is not set: it is the client id of the gateway in Keycloak"
  end
  if SECRET_FILE ~= nil and (type(SECRET_FILE) ~= "string" or SECRET_FILE:sub(1, 1) ~= "/") then
    return "SECRET_FILE must be the whole path of a file, or nil to use a client certificate"
  end
  return nil
end

-- Dovecot 2.4 gives the lua_settings of its configuration; 2.3 gives nothing.
function script_init(settings)
  client = dovecot.http.client(settings and HTTP_2_4 or HTTP_2_3)
  refuse_characters_of_sql_and_ldap = settings ~= nil and settings.refuse_characters_of_sql_and_ldap == "yes"
  settings_problem = find_settings_problem()
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
  local secret
  secret, problem = file:read("*l")
  file:close()
  if problem then return nil, SECRET_FILE .. ": " .. problem end
  secret = (secret or ""):gsub("\r$", "")
  if secret == "" then return nil, SECRET_FILE .. " has no secret in its first line" end
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

-- Keycloak's refusal has no content and no challenge. A header field that says that something else refused; nil if there is none.
local function foreign_field(answer)
  for _, name in ipairs({ "WWW-Authenticate", "Content-Type" }) do
    local value = answer:header(name)
    if value and value ~= "" then return name end
  end
  return nil
end

local function ask(req, password, secret)
  local protocol = req.service or req.protocol -- 2.3 or 2.4
  -- Whoever comes with a certificate names itself in the query (RFC 8705, section 2).
  local url = secret and VALIDATE_URL or VALIDATE_URL .. "?client_id=" .. form_encoded(CLIENT_ID)
  local request = client:request({ url = url, method = "POST" })
  request:add_header("Content-Type", "application/json")
  if secret then
    request:add_header("Authorization", "Basic " .. base64(form_encoded(CLIENT_ID) .. ":" .. form_encoded(secret)))
  end
  request:set_payload('{"username":' .. json(req.user)
    .. ',"password":' .. json(password)
    .. ',"protocol":' .. json(PROTOCOLS[protocol] or protocol)
    .. ',"client_ip":' .. json(req.remote_ip or "") .. "}")
  return request:submit()
end

function auth_password_verify(req, password)
  if not sane(req.user) or not sane(password) then
    return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, "not an app password"
  end
  if settings_problem then
    req:log_error("app passwords: " .. settings_problem)
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "Keycloak was not asked"
  end
  local secret, problem
  if SECRET_FILE then secret, problem = gateway_secret() end
  if SECRET_FILE and not secret then
    req:log_error("app passwords: no gateway secret: " .. problem)
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "Keycloak was not asked"
  end
  local answer = ask(req, password, secret)
  local status = answer:status()
  local foreign = status == 401 and foreign_field(answer)
  if foreign then
    req:log_error("app passwords: something else than Keycloak answered 401, with " .. foreign .. ": a proxy on the way?")
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "no verdict"
  end
  if status == 401 then
    -- Not PASSWORD_MISMATCH, although the client would hear the same: Dovecot does not put that into its cache, and
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
  if refuse_characters_of_sql_and_ldap and user:find(OF_SQL_AND_LDAP) then
    req:log_error("app passwords: the login identity in the answer has a character of SQL or LDAP: see"
      .. " refuse_characters_of_sql_and_ldap in auth-app-passwords.conf.ext")
    return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "login identity with a character of SQL or LDAP"
  end
  -- Everything after this line, mailboxes too, uses the name that Keycloak gave, not the name that was typed.
  return dovecot.auth.PASSDB_RESULT_OK, { user = user }
end

-- For mechanisms that need the password itself. Keycloak gives none away.
function auth_passdb_lookup(req)
  return dovecot.auth.PASSDB_RESULT_SCHEME_NOT_AVAILABLE, "app passwords need PLAIN or LOGIN"
end

-- The key of the cache, which Dovecot 2.4 asks for; for 2.3 it is in the configuration. With protocol and address, what is
-- right for one protocol and address is right for no other; with the password, each device of one person has a separate
-- entry, and the entry of one device does not make another device wrong in an outage.
function auth_passdb_get_cache_key()
  return "%{user} %{protocol} %{remote_ip} %{password}"
end
