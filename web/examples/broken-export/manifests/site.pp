# Broken: the web server waits for Sql['blog_mine'], and
# the database exports Sql['blog-mine']. Titles have to
# agree to the letter.

define blog::db ($port = 3306) {}
Blog::Db produces Sql {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define blog::web ($host, $port) {}
Blog::Web consumes Sql {}

application blog {
  blog::db { $name: export => Sql["blog-${name}"] }
  blog::web { $name: consume => Sql["blog_${name}"] }
}

site {
  blog { 'mine':
    nodes => {
      Node['db.example']  => Blog::Db['mine'],
      Node['web.example'] => Blog::Web['mine'],
    },
  }
}
