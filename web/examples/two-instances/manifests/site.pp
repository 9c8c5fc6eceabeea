# One application, declared twice: each instance has
# its own colour. Both consume the search service that
# another application exports.

define wiki::db ($port = 3306) {}
Wiki::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define wiki::app ($db_host, $search_url) {}
Wiki::App consumes Sql  { db_host => $host }
Wiki::App consumes Http {
  search_url => "http://${host}:${port}",
}

define search::engine ($port = 9200) {}
Search::Engine produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}

application wiki ($search) {
  wiki::db { "db-${name}":
    export => Sql["wiki-${name}"],
  }
  wiki::app { "app-${name}":
    consume => [Sql["wiki-${name}"], $search],
  }
}

application search {
  search::engine { "engine-${name}":
    export => Http["search-${name}"],
  }
}

site {
  search { 'all':
    nodes => {
      Node['search.example'] => Search::Engine['engine-all'],
    },
  }

  # The staff wiki has a node for each component.
  wiki { 'staff':
    search => Http['search-all'],
    nodes  => {
      Node['staff-db.example'] => Wiki::Db['db-staff'],
      Node['staff.example']    => Wiki::App['app-staff'],
    },
  }

  # The public wiki is small: one node hosts both components.
  wiki { 'public':
    search => Http['search-all'],
    nodes  => {
      Node['public.example'] => [
        Wiki::Db['db-public'],
        Wiki::App['app-public'],
      ],
    },
  }
}
