# An application decides by its parameters what it is
# made of: with a cache or without, with replicas or
# without.

define news::db ($primary = undef) {}
News::Db produces Sql { host => $facts['networking']['fqdn'] }
News::Db consumes Sql { primary => $host }

define news::cache ($megabytes) {}
News::Cache produces Memcache {
  host => $facts['networking']['fqdn'],
}

define news::web ($db_host, $cache_host = undef) {}
News::Web consumes Sql { db_host => $host }
News::Web consumes Memcache { cache_host => $host }

application news (
  Integer[0] $replicas  = 0,
  Boolean    $has_cache = false,
) {
  news::db { "${name}-0": export => Sql["${name}-0"] }

  # Each replica follows the primary.
  if $replicas > 0 {
    Integer[1, $replicas].each |$i| {
      news::db { "${name}-${i}":
        consume => Sql["${name}-0"],
        export  => Sql["${name}-${i}"],
      }
    }
  }

  $cache = $has_cache ? {
    true    => [Memcache[$name]],
    default => [],
  }
  $cache.each |$capability| {
    news::cache { $name:
      megabytes => 512,
      export    => $capability,
    }
  }

  # Reads come from the last replica.
  news::web { $name:
    consume => [Sql["${name}-${replicas}"]] + $cache,
  }
}

site {
  news { 'daily':
    replicas  => 1,
    has_cache => true,
    nodes     => {
      Node['db0.daily']   => News::Db['daily-0'],
      Node['db1.daily']   => News::Db['daily-1'],
      Node['cache.daily'] => News::Cache['daily'],
      Node['web.daily']   => News::Web['daily'],
    },
  }

  news { 'test':
    nodes => {
      Node['db.test']  => News::Db['test-0'],
      Node['web.test'] => News::Web['test'],
    },
  }
}
