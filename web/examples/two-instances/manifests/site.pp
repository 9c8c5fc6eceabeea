# One application, declared twice: each instance has
# its own colour. Both consume the search service that
# another application exports.

define wiki::db($port = 3306) { }
Wiki::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define wiki::app($db_host, $search_url) { }
Wiki::App consumes Sql    { db_host => $host }
Wiki::App consumes Search { search_url => $url }

define search::engine($port = 9200) { }
Search::Engine produces Search {
  url => "http://${facts['networking']['fqdn']}:${port}",
}

application wiki($index) {
  wiki::db { "db-${name}":
    export => Sql["wiki-${name}"],
  }
  wiki::app { "app-${name}":
    consume => [Sql["wiki-${name}"], $index],
  }
}

application search {
  search::engine { "engine-${name}":
    export => Search["index-${name}"],
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
    index => Search['index-all'],
    nodes => {
      Node['staff-db.example'] => Wiki::Db['db-staff'],
      Node['staff.example']    => Wiki::App['app-staff'],
    },
  }

  # The public wiki is small: one node hosts both components.
  wiki { 'public':
    index => Search['index-all'],
    nodes => {
      Node['public.example'] => [
        Wiki::Db['db-public'],
        Wiki::App['app-public'],
      ],
    },
  }
}
