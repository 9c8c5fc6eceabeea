# The application is in modules/store, the capability
# types are in modules/capabilities, data is in data and
# facts are in Inputs. Here are only the instances and
# their nodes.

site {
  # A database, three web servers, a load balancer.
  store { 'prod':
    db_password => 'correct horse battery staple',
    nodes       => {
      Node['db.prod.example']   => Store::Db['prod-db'],
      Node['web1.prod.example'] => Store::Web['prod-web-0'],
      Node['web2.prod.example'] => Store::Web['prod-web-1'],
      Node['web3.prod.example'] => Store::Web['prod-web-2'],
      Node['lb.prod.example']   => Store::Load['prod-lb'],
    },
  }

  # The same application for tests, on another port.
  store { 'test':
    web_port => 9090,
    nodes    => {
      Node['db.test.example']   => Store::Db['test-db'],
      Node['web1.test.example'] => Store::Web['test-web-0'],
      Node['web2.test.example'] => Store::Web['test-web-1'],
      Node['web3.test.example'] => Store::Web['test-web-2'],
      Node['lb.test.example']   => Store::Load['test-lb'],
    },
  }
}

node default {
  notify { 'managed by Puppet': }
}
