# The database.
define shop::db { }
Shop::Db produces Sql { host => $facts['networking']['fqdn'] }
