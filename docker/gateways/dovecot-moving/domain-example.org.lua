-- One mail domain and its realm. The file that it loads is a copy of app-password.lua with the address of that realm, and
-- the client id and the file of the secret there.
local DOMAIN = "example.org"
dofile("/etc/dovecot/app-password-example.org.lua")

local verify = auth_password_verify

-- No realm opens a mailbox of another's domain, whatever login identity it answers with.
function auth_password_verify(req, password)
  local result, fields = verify(req, password)
  if result == dovecot.auth.PASSDB_RESULT_OK and fields.user:match("@([^@]*)$") ~= DOMAIN then
    req:log_error("app passwords: the login identity in the answer is not of the domain " .. DOMAIN)
    return dovecot.auth.PASSDB_RESULT_USER_UNKNOWN, "not of this domain"
  end
  return result, fields
end
