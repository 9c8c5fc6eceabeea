# A cycle between nodes. No component waits for itself, not even in a roundabout way.
# Yet the two instances lie on the same two nodes in opposite order:
#
#   shop `north`: alpha has the database, beta the web server    beta waits for alpha
#   shop `south`: beta has the database, alpha the web server    alpha waits for beta

define shop::db($port = 5432) { }
Shop::Db produces Sql { host => $facts['networking']['fqdn'], port => $port }

define shop::web($db_host) { }
Shop::Web consumes Sql { db_host => $host }

application shop {
  shop::db  { "db-${name}":  export  => Sql["shop-${name}"] }
  shop::web { "web-${name}": consume => Sql["shop-${name}"] }
}

site {
  shop { 'north':
    nodes => {
      Node['alpha.example'] => Shop::Db['db-north'],
      Node['beta.example']  => Shop::Web['web-north'],
    },
  }

  # To mend it, swap the two nodes below: then both databases are on alpha.
  shop { 'south':
    nodes => {
      Node['beta.example']  => Shop::Db['db-south'],
      Node['alpha.example'] => Shop::Web['web-south'],
    },
  }
}
