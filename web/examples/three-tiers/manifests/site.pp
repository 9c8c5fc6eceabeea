# Three tiers: a database, two web servers and a load balancer.
# Read the graph from left to right: each wave waits for the one before.

define shop::db($port = 5432, $user = 'shop') {
  notify { "database for ${user} on port ${port}": }
}
Shop::Db produces Sql { host => $facts['networking']['fqdn'], port => $port, user => $user }

define shop::web($db_host, $db_port, $port = 8080) {
  notify { "web server on ${port}, database at ${db_host}:${db_port}": }
}
Shop::Web consumes Sql  { db_host => $host, db_port => $port }
Shop::Web produces Http { host => $facts['networking']['fqdn'], port => $port }

define shop::lb($members) {
  notify { "load balancer in front of ${members.length} servers": }
}

application shop($servers = 2) {
  shop::db { "db-${name}":
    export => Sql["db-${name}"],
  }

  # As many web servers as the instance asks for; each exports its own address.
  $https = Integer[1, $servers].map |$i| { Http["web-${name}-${i}"] }
  $https.each |$i, $http| {
    shop::web { "web-${name}-${i}":
      consume => Sql["db-${name}"],
      export  => $http,
    }
  }

  # `require` waits without taking values; the members come as a parameter.
  shop::lb { "lb-${name}":
    members => $https,
    require => $https,
  }
}

site {
  shop { 'prod':
    nodes => {
      Node['db.shop']   => Shop::Db['db-prod'],
      Node['web1.shop'] => Shop::Web['web-prod-0'],
      Node['web2.shop'] => Shop::Web['web-prod-1'],
      Node['lb.shop']   => Shop::Lb['lb-prod'],
    },
  }
}
