# The web server waits for its database, and learns
# where it is.

# What stands in the braces after `produces` is told
# to whoever consumes it.
define shop::db ($port = 5432, $database = 'shop') {
  notify { "database ${database} on port ${port}": }
}
Shop::Db produces Sql {
  host     => $facts['networking']['fqdn'],
  port     => $port,
  database => $database,
}

# What stands in the braces after `consumes` fills
# the parameters.
define shop::web ($db_host, $db_port, $db_name) {
  notify { "web server uses ${db_name} at ${db_host}:${db_port}": }
}
Shop::Web consumes Sql {
  db_host => $host,
  db_port => $port,
  db_name => $database,
}

# The application ties them together: one exports
# what the other consumes.
application shop {
  shop::db { "db-${name}":
    export => Sql["shop-${name}"],
  }
  shop::web { "web-${name}":
    consume => Sql["shop-${name}"],
  }
}

# The site declares an instance, and says which node
# hosts which component.
site {
  shop { 'blue':
    nodes => {
      Node['db.example']  => Shop::Db['db-blue'],
      Node['web.example'] => Shop::Web['web-blue'],
    },
  }
}
