site {
  search { 'books':
    nodes => {
      Node['search1.example'] => Bookshop::Index['books'],
    },
  }

  bookshop { 'live':
    webs  => 3,
    nodes => {
      Node['db1.example']  => Bookshop::Db['live'],
      Node['web1.example'] => Bookshop::Web['live-1'],
      Node['web2.example'] => Bookshop::Web['live-2'],
      Node['web3.example'] => Bookshop::Web['live-3'],
      Node['lb1.example']  => Bookshop::Balancer['live'],
    },
  }

  bookshop { 'test':
    nodes => {
      Node['test.example'] => [Bookshop::Db['test'], Bookshop::Web['test-1'], Bookshop::Balancer['test']],
    },
  }
}
