# Waits for all web servers, and sends requests to each
# in turn.
define store::load (
  Array   $balancermembers,
  Integer $port = 80,
) {
  include store::monitor

  $members = $balancermembers.map |$http| { "${http['host']}:${http['port']}" }

  file { "/etc/haproxy/${name}.cfg":
    content => "listen *:${port}\n  server ${members.join("\n  server ")}\n",
  }
}

Store::Load produces Http {
  host => $facts['networking']['fqdn'],
  port => $port,
}
