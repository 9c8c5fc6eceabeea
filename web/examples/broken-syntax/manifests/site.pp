# Broken: a comma is missing in the nodes hash. Only the
# smallest piece is lost, all else is planned.

define blog::db ($port = 3306) {}
Blog::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define blog::web ($host, $port) {}
Blog::Web consumes Sql {}

application blog {
  blog::db { $name: export => Sql["blog-${name}"] }
  blog::web { $name: consume => Sql["blog-${name}"] }
}

site {
  blog { 'mine':
    nodes => {
      Node['db.example']  => Blog::Db['mine']
      Node['web.example'] => Blog::Web['mine'],
    },
  }
}
