Puppet::Type.newtype :index, :is_capability => true do
  newparam :name, :is_namevar => true
  newparam :url
end
