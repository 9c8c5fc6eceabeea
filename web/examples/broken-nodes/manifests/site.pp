# Broken: the application makes three workers, and the
# nodes hash has a place for two of them.

define crew::boss {}
Crew::Boss produces Orders { from => $name }

define crew::worker ($boss) {}
Crew::Worker consumes Orders { boss => $from }

application crew ($workers = 3) {
  crew::boss { $name: export => Orders[$name] }
  Integer[1, $workers].each |$i| {
    crew::worker { "${name}-${i}": consume => Orders[$name] }
  }
}

site {
  crew { 'night':
    nodes => {
      Node['boss.example'] => Crew::Boss['night'],
      Node['one.example']  => Crew::Worker['night-1'],
      Node['two.example']  => Crew::Worker['night-2'],
    },
  }
}
