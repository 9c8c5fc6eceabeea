# Twelve web servers behind one load balancer. All of
# them are in the same wave: none waits for another, so
# they run at once, as far as the job's concurrency lets
# them.

define farm::db ($port = 5432) {}
Farm::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define farm::web ($db, $port = 8080) {}
Farm::Web consumes Sql {
  db   => "${host}:${port}",
  port => undef,
}
Farm::Web produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define farm::balancer ($members) {
  notify { "balances ${members.length} servers": }
}

application farm ($size) {
  farm::db { $name:
    export => Sql["farm-${name}"],
  }

  $members = Integer[1, $size].map |$i| {
    $http = Http["${name}-${i}"]
    farm::web { "${name}-${i}":
      consume => Sql["farm-${name}"],
      export  => $http,
    }
    $http
  }

  farm::balancer { $name:
    members => $members,
    require => $members,
  }
}

site {
  # The hash of nodes can be computed as well: twelve
  # names, and twelve components for them.
  $webs = Integer[1, 12].reduce({}) |$nodes, $i| {
    $nodes + { Node["web${i}.farm"] => Farm::Web["prod-${i}"] }
  }

  farm { 'prod':
    size  => 12,
    nodes => $webs + {
      Node['db.farm'] => Farm::Db['prod'],
      Node['lb.farm'] => Farm::Balancer['prod'],
    },
  }
}
