define bookshop::web(String $db_host, String $db_name, String $index_url, Integer $port = 80) {
  notify { "web server ${title} with ${db_host}/${db_name}": }
}
Bookshop::Web consumes Sql {
  db_host => $host,
  db_name => $database,
}
Bookshop::Web consumes Index {
  index_url => $url,
}
Bookshop::Web produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}
