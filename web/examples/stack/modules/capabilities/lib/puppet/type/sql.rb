# A database that can be reached over the network.
Puppet::Type.newtype :sql, :is_capability => true do
  newparam :name, :is_namevar => true
  newparam :host
  newparam :port
  newparam :user
  newparam :password
  newparam :database
  newparam :connections
end
