# Broken: the web server consumes Sql, but nothing says
# which of its parameters takes which attribute.
# A repair is offered below.

define blog::db ($port = 3306) {}
Blog::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define blog::web ($host, $port) {}

application blog {
  blog::db { $name: export => Sql["blog-${name}"] }
  blog::web { $name: consume => Sql["blog-${name}"] }
}

site {
  blog { 'mine':
    nodes => {
      Node['db.example']  => Blog::Db['mine'],
      Node['web.example'] => Blog::Web['mine'],
    },
  }
}
