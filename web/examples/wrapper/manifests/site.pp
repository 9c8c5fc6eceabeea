# A pool stands between the database and those who use
# it: it consumes one Postgres and exports another. Its
# mappings change the values on the way; look at the
# values of a shop to follow a port back to its origin.

define pg::server ($port = 5432, $connections = 100) {}
Pg::Server produces Postgres {
  host        => $facts['networking']['fqdn'],
  port        => $port,
  connections => $connections,
}

define pg::pool ($upstream, $limit, $listen = 6432) {}
Pg::Pool consumes Postgres {
  upstream => "${host}:${port}",
  # Some are left for people.
  limit    => $connections - 10,
}
Pg::Pool produces Postgres {
  host        => $facts['networking']['fqdn'],
  port        => $listen,
  connections => $limit,
}

define pg::shop ($dsn, $share) {}
Pg::Shop consumes Postgres {
  dsn   => "postgres://${host}:${port}/shop",
  share => $connections / 2,
}

application pg {
  pg::server { $name: export => Postgres["server-${name}"] }

  pg::pool { $name:
    consume => Postgres["server-${name}"],
    export  => Postgres["pool-${name}"],
  }

  # The shops know the pool only.
  ['north', 'south'].each |$side| {
    pg::shop { "${name}-${side}":
      consume => Postgres["pool-${name}"],
    }
  }
}

site {
  pg { 'main':
    nodes => {
      Node['db.example']    => Pg::Server['main'],
      Node['pool.example']  => Pg::Pool['main'],
      Node['north.example'] => Pg::Shop['main-north'],
      Node['south.example'] => Pg::Shop['main-south'],
    },
  }
}
