# The database server.
define store::db (
  String            $user,
  Sensitive[String] $password,
  Integer           $port        = 5432,
  String            $database    = $name,
  Integer           $connections = lookup('store::db::connections'),
) {
  include store::monitor

  notify { "database ${database} for ${user} on port ${port}": }
}

# What it tells those who consume it.
Store::Db produces Sql {
  host        => $facts['networking']['ip'],
  port        => $port,
  user        => $user,
  password    => $password,
  database    => $database,
  connections => $connections,
}
