# A web server: needs a database, offers HTTP.
define store::web (
  Integer $port,
  $db_host     = undef,
  $db_port     = undef,
  $db_user     = undef,
  $db_password = undef,
  $db_name     = undef,
  $db_pool     = undef,
) {
  include store::monitor

  file { "/etc/store/${name}.conf":
    content => "listen ${port}\ndatabase ${db_user}@${db_host}:${db_port}/${db_name}\npool ${db_pool}\n",
  }
}

Store::Web consumes Sql {
  db_host     => $host,
  db_port     => $port,
  db_user     => $user,
  db_password => $password,
  db_name     => $database,
  # Three web servers share the connections.
  db_pool     => $connections / 3,
  # Without this the port would be the database's.
  port        => undef,
}

Store::Web produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}
