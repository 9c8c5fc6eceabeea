# One database, as many web servers as the `nodes` hash
# names, one load balancer.
application store (
  String  $db_user     = 'store',
  String  $db_password = 'change-me',
  Integer $web_port    = 8080,
) {
  store::db { "${name}-db":
    user     => $db_user,
    password => Sensitive($db_password),
    export   => Sql["${name}-sql"],
  }

  # The web servers among the components that the
  # instance puts on nodes.
  $webs = $nodes.values.flatten.filter |$component| {
    "${component}" =~ /^Store::Web/
  }

  $https = $webs.map |$i, $web| { Http["${name}-web-${i}"] }
  $https.each |$i, $http| {
    store::web { "${name}-web-${i}":
      port    => $web_port,
      consume => Sql["${name}-sql"],
      export  => $http,
    }
  }

  store::load { "${name}-lb":
    balancermembers => $https,
    require         => $https,
    export          => Http["${name}-lb"],
  }
}
