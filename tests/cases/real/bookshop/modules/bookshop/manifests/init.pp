# A shop: one database, some web servers, one balancer before them.
application bookshop(Integer[1] $webs = 1, String $index = 'books') {
  bookshop::db { $title:
    export => Sql["bookshop-${title}"],
  }

  $https = Integer[1, $webs].map |$i| {
    $http = Http["bookshop-${title}-${i}"]
    bookshop::web { "${title}-${i}":
      consume => [Sql["bookshop-${title}"], Index[$index]],
      export  => $http,
    }
    $http
  }

  bookshop::balancer { $title:
    servers => $https,
    require => $https,
  }
}
