# A database, two web servers and a load balancer.
# Each wave of the graph waits for the one before.

define shop::db ($port = 5432) {
  notify { "database on port ${port}": }
}
Shop::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define shop::web ($db_host, $db_port, $port = 80) {
  notify { "serves what is in ${db_host}:${db_port}": }
}
Shop::Web consumes Sql {
  db_host => $host,
  db_port => $port,
  port    => undef, # not the port of the database
}
Shop::Web produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define shop::lb ($members) {
  notify { "in front of ${members.length} servers": }
}

application shop ($servers = 2) {
  shop::db { $name:
    export => Sql["db-${name}"],
  }

  # As many web servers as the instance asks for.
  $https = Integer[1, $servers].map |$i| {
    $http = Http["w-${name}-${i}"]
    shop::web { "${name}-${i}":
      consume => Sql["db-${name}"],
      export  => $http,
    }
    $http
  }

  # `require` waits, and takes no values.
  shop::lb { $name:
    members => $https,
    require => $https,
  }
}

# Try it: ask for three servers, and give the third
# one a node.
site {
  shop { 'prod':
    servers => 2,
    nodes   => {
      Node['db.shop']   => Shop::Db['prod'],
      Node['web1.shop'] => Shop::Web['prod-1'],
      Node['web2.shop'] => Shop::Web['prod-2'],
      Node['lb.shop']   => Shop::Lb['prod'],
    },
  }
}
