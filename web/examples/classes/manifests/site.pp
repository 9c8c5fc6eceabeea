# A component is a defined type; what it does is mostly
# said by classes, which several components on one node
# share. Classes take their parameters from data.

class base ($admin = 'root@example') {
  notify { "mail to ${admin}": }
}

class nginx ($worker_processes = 2) {
  include base
  package { 'nginx': ensure => installed }
  service { 'nginx':
    ensure  => running,
    require => Package['nginx'],
  }
}

# A defined type that components use, and none itself.
define nginx::upstream ($server) {
  include nginx
  file { "/etc/nginx/conf.d/${title}.conf":
    content => "upstream ${title} { server ${server}; }\n",
    notify  => Service['nginx'],
  }
}

define portal::api ($port = 3000) {
  include base
}
Portal::Api produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}

define portal::site ($api) {
  include nginx
  nginx::upstream { 'api': server => $api }
}
Portal::Site consumes Http { api => "${host}:${port}" }

define portal::docs ($about) {
  include nginx
}
Portal::Docs consumes Http { about => "http://${host}" }

application portal {
  portal::api { $name: export => Http["api-${name}"] }
  portal::site { $name: consume => Http["api-${name}"] }
  portal::docs { $name: consume => Http["api-${name}"] }
}

site {
  portal { 'public':
    nodes => {
      Node['api.example'] => Portal::Api['public'],
      # Both include nginx; it is configured once.
      Node['www.example'] => [
        Portal::Site['public'],
        Portal::Docs['public'],
      ],
    },
  }
}
