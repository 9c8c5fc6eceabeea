define bookshop::balancer(Array $servers) {
  $servers.each |$server| {
    notify { "${title} sends to ${server['host']}:${server['port']}": }
  }
}
