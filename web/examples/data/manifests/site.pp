# How many queues there are, and where they listen, is
# data; what the nodes are like is facts. Change
# data/common.yaml or Inputs, and look at the values of
# a component on the right.

define mail::store ($folder) {
  notify { "keeps mail in ${folder}": }
}
Mail::Store produces Imap {
  host => $facts['networking']['ip'],
}

define mail::queue ($store, $workers, $port = lookup('mail::port')) {
  notify { "delivers to ${store} by ${workers} workers": }
}
Mail::Queue consumes Imap { store => $host }

application mail {
  $queues = lookup('mail::queues')

  mail::store { $name:
    folder => lookup('mail::folder'),
    export => Imap["store-${name}"],
  }

  $queues.each |$queue, $options| {
    mail::queue { "${name}-${queue}":
      workers => $options['workers'],
      consume => Imap["store-${name}"],
    }
  }
}

site {
  mail { 'post':
    nodes => {
      Node['store.example'] => Mail::Store['post'],
      Node['mx1.example']   => Mail::Queue['post-inbound'],
      Node['mx2.example']   => Mail::Queue['post-outbound'],
    },
  }
}
