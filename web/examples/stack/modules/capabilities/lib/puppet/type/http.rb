# A web server that answers over HTTP.
Puppet::Type.newtype :http, :is_capability => true do
  newparam :name, :is_namevar => true
  newparam :host
  newparam :port
  newparam :status_codes
end
