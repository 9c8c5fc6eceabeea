# Broken, and only the catalog shows it: the port that
# the database exports is a text, and the parameter that
# gets it on another node wants a number.

define blog::db (String $port = '3306') {}
Blog::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define blog::web (String $host, Integer $port) {
  notify { "reads from ${host}:${port}": }
}
Blog::Web consumes Sql {}

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
