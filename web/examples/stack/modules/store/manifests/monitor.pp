# Sends measurements; its parameters come from data.
class store::monitor (
  String  $server,
  Integer $every,
) {
  file { '/etc/monitor.conf':
    content => "server ${server}\nevery ${every} s\n",
  }
}
