# Sometimes only the order matters: first the schema is
# migrated, then the workers are restarted, then the
# gates open. `require` waits for a capability without
# taking its values, so no `consumes` mapping is needed.

define rollout::migrate {
  notify { 'migrates the schema': }
}
Rollout::Migrate produces Step {}

define rollout::worker {
  notify { 'restarts': }
}
Rollout::Worker produces Step {}

define rollout::gate {
  notify { 'opens': }
}

application rollout {
  rollout::migrate { $name: export => Step["migrated-${name}"] }

  ['a', 'b', 'c'].each |$worker| {
    rollout::worker { "${name}-${worker}":
      require => Step["migrated-${name}"],
      export  => Step["restarted-${name}-${worker}"],
    }
  }

  rollout::gate { $name:
    require => ['a', 'b', 'c'].map |$worker| {
      Step["restarted-${name}-${worker}"]
    },
  }
}

site {
  rollout { 'v2':
    nodes => {
      Node['db.example']       => Rollout::Migrate['v2'],
      Node['worker-a.example'] => Rollout::Worker['v2-a'],
      Node['worker-b.example'] => Rollout::Worker['v2-b'],
      Node['worker-c.example'] => Rollout::Worker['v2-c'],
      Node['gate.example']     => Rollout::Gate['v2'],
    },
  }
}
