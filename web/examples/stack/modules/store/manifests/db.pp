# The database server.
define store::db (
  String  $user,
  String  $password,
  Integer $port     = 5432,
  String  $database = $name,
) {
  notify { "database ${database} for ${user} on port ${port}": }
}

# What it tells those who consume it.
Store::Db produces Sql {
  host     => $facts['networking']['fqdn'],
  port     => $port,
  user     => $user,
  password => $password,
  database => $database,
}
