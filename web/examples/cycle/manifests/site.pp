# No component waits for itself, not even in a
# roundabout way. Yet two nodes wait for each other:
#
#   `north` has its database on alpha, its web server
#   on beta: beta waits for alpha;
#   `south` has them the other way round: alpha waits
#   for beta.

define shop::db ($port = 5432) {}
Shop::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define shop::web ($db_host) {}
Shop::Web consumes Sql { db_host => $host }

application shop {
  shop::db { "db-${name}":
    export => Sql["shop-${name}"],
  }
  shop::web { "web-${name}":
    consume => Sql["shop-${name}"],
  }
}

site {
  shop { 'north':
    nodes => {
      Node['alpha.example'] => Shop::Db['db-north'],
      Node['beta.example']  => Shop::Web['web-north'],
    },
  }

  # To mend it, swap these two nodes.
  shop { 'south':
    nodes => {
      Node['beta.example']  => Shop::Db['db-south'],
      Node['alpha.example'] => Shop::Web['web-south'],
    },
  }
}
