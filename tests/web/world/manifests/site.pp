# The environment that examples of the command line speak of.
site {
  shop { 'blue':
    nodes => {
      Node['db1.example']  => Shop::Db['blue'],
      Node['web1.example'] => Shop::Web['blue'],
      Node['lb1.example']  => Shop::Lb['blue'],
    },
  }
}
