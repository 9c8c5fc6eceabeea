# Components of one node never wait for each other in
# the run order: a single Puppet run configures them
# all. There is one wave.

define blog::db ($port = 5432) {}
Blog::Db produces Sql { port => $port }

define blog::cache ($port = 6379) {}
Blog::Cache produces Cache { port => $port }

define blog::app ($sql_port, $cache_port) {}
Blog::App consumes Sql   { sql_port   => $port }
Blog::App consumes Cache { cache_port => $port }

application blog {
  blog::db    { "db-${name}":    export => Sql["sql-${name}"] }
  blog::cache { "cache-${name}": export => Cache["cache-${name}"] }
  blog::app   { "app-${name}":
    consume => [Sql["sql-${name}"], Cache["cache-${name}"]],
  }
}

# Try it: move `Blog::Db['db-home']` to a node of its
# own, and watch a second wave appear.
site {
  blog { 'home':
    nodes => {
      Node['home.example'] => [
        Blog::Db['db-home'],
        Blog::Cache['cache-home'],
        Blog::App['app-home'],
      ],
    },
  }
}
