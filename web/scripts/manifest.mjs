// Manifests of any size, for measuring and for knowing what the engine usually runs.

/** So many web servers make a node of a drawing a stack, and so many do not. */
const [FEW, MANY] = [8, 48];
/** Environments of 60, 200 and 1,000 nodes. */
export const SIZES = [
  { instances: 6, webs: FEW, lines: 5 },
  { instances: 20, webs: FEW, lines: 9 },
  { instances: 20, webs: MANY, lines: 4 },
];

/** An instance is a database, web servers that need it, and a balancer that needs them; `lines` for each of its nodes. */
export function manifest({ instances, webs, lines }) {
  const node = (name, component) => [
    ...Array.from({ length: lines - 3 }, () => '      # The rack, the owner and the pager of this node are in the inventory.'),
    `      Node['${name}.example'] => [`,
    `        ${component},`,
    '      ],',
  ];
  const mapped = (instance) => [
    ...node(`db${instance}`, `Shop::Db['db-i${instance}']`),
    ...Array.from({ length: webs }, (_, web) => node(`web${instance}-${web}`, `Shop::Web['web-i${instance}-${web}']`)).flat(),
    ...node(`lb${instance}`, `Shop::Lb['lb-i${instance}']`),
  ];
  const component = (name, parameters) => [
    '',
    `# What a ${name} needs on its node.`,
    `define shop::${name}(`,
    ...parameters.map((parameter) => `  ${parameter},`),
    ') {',
    ...['package', 'service'].flatMap((type) => [`  ${type} { "${name}-\${title}-${type}":`, '    ensure => present,', '  }']),
    '}',
  ];
  return [
    ...component('db', ['Integer $port = 5432', 'String $user = app']),
    "Shop::Db produces Sql {\n  host => $facts['fqdn'],\n  port => $port,\n}",
    ...component('web', ['String $host', 'Integer $port', 'Integer $listen = 80']),
    'Shop::Web consumes Sql { }',
    "Shop::Web produces Http {\n  host => $facts['fqdn'],\n  port => $listen,\n}",
    ...component('lb', ['Array $members = []']),
    '',
    'application shop(Integer $webs = 8) {',
    '  shop::db { "db-${name}":\n    export => Sql["s-${name}"],\n  }',
    '  $members = Integer[0, $webs - 1].map |$i| {',
    '    shop::web { "web-${name}-${i}":',
    '      consume => Sql["s-${name}"],\n      export  => Http["h-${name}-${i}"],\n      listen  => 8000 + $i,\n    }',
    '    Http["h-${name}-${i}"]',
    '  }',
    '  shop::lb { "lb-${name}":\n    members => $members,\n    require => $members,\n  }',
    '}',
    '',
    'site {',
    ...Array.from({ length: instances }, (_, instance) => [`  shop { 'i${instance}':`, `    webs  => ${webs},`, '    nodes => {', ...mapped(instance), '    },', '  }']).flat(),
    '}',
    '',
  ].join('\n');
}
