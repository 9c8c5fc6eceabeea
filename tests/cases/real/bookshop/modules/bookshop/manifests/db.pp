define bookshop::db(String $user = 'shop', String[1] $database = $title) {
  notify { "database ${database}": }
}
Bookshop::Db produces Sql {
  host     => $facts['networking']['fqdn'],
  user     => $user,
  database => $database,
}
