# Three applications by three teams. The platform offers
# a registry; the others take it as a parameter and do
# not know where it is.

# The platform's.
define platform::registry ($port = 5000) {}
Platform::Registry produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}

application platform {
  platform::registry { $name:
    export => Http["registry-${name}"],
  }
}

# The builders' team.
define ci::runner ($registry) {}
Ci::Runner consumes Http { registry => "${host}:${port}" }
Ci::Runner produces Artifact { from => $name }

application ci ($registry) {
  ci::runner { $name:
    consume => $registry,
    export  => Artifact["built-${name}"],
  }
}

# The bakers' team: wants the registry and what was built.
define bakery::oven ($pull_from, $image) {}
Bakery::Oven consumes Http { pull_from => "${host}:${port}" }
Bakery::Oven consumes Artifact { image => $from }

application bakery ($registry, $artifact) {
  bakery::oven { $name:
    consume => [$registry, $artifact],
  }
}

site {
  platform { 'core':
    nodes => {
      Node['registry.example'] => Platform::Registry['core'],
    },
  }
  ci { 'linux':
    registry => Http['registry-core'],
    nodes    => {
      Node['runner.example'] => Ci::Runner['linux'],
    },
  }
  bakery { 'bread':
    registry => Http['registry-core'],
    artifact => Artifact['built-linux'],
    nodes    => {
      Node['oven.example'] => Bakery::Oven['bread'],
    },
  }
}
