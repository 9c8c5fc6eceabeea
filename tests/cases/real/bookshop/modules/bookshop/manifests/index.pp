define bookshop::index() {
  notify { "index ${title}": }
}
Bookshop::Index produces Index {
  url => "http://${facts['networking']['fqdn']}/",
}
