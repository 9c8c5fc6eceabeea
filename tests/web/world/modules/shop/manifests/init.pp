# A database, a web server and a load balancer.
application shop {
  shop::db { $name: export => Sql['shop'] }
  shop::web { $name: consume => Sql['shop'], export => Http['shop'] }
  shop::lb { $name: require => Http['shop'] }
}
