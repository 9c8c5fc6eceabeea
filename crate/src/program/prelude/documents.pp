# Documents: JSON and YAML. What is random but the same every time.

function to_json($x) {
  case $x {
    Undef: { 'null' }
    Boolean, Numeric: { "${x}" }
    Array: { "[${$x.map |$v| { to_json($v) }.join(',')}]" }
    Hash: { "{${$x.map |$k, $v| { "${to_json("${k}")}:${to_json($v)}" }.join(',')}}" }
    default: { regsubst(String("${x}", '%#p'), '\\\\[$]', '$', 'G').regsubst('\\\\u\{(\h)\}', '\\\\u000\1', 'G').regsubst('\\\\u\{(\h\h)\}', '\\\\u00\1', 'G') }
  }
}

function callsheet::json($x, $indent) {
  $inner = "${indent}  "
  case $x {
    Array[Any, 1]: { "[\n${inner}${$x.map |$v| { callsheet::json($v, $inner) }.join(",\n${inner}")}\n${indent}]" }
    Hash[Any, Any, 1]: { "{\n${inner}${$x.map |$k, $v| { "${to_json("${k}")}: ${callsheet::json($v, $inner)}" }.join(",\n${inner}")}\n${indent}}" }
    []: { "[\n\n${indent}]" }
    Hash: { "{\n${indent}}" }
    default: { to_json($x) }
  }
}

function to_json_pretty(Variant[Hash, Array] $data, Optional[Boolean] $skip_undef = false, $options = undef) {
  $kept = $skip_undef ? { true => delete_undef_values($data), default => $data }
  "${callsheet::json($kept, '')}\n"
}

function callsheet::yaml($x, $indent) {
  $inner = "${indent}  "
  case $x {
    Undef: { "\n" }
    []: { " []\n" }
    Hash[Any, Any, 0, 0]: { " {}\n" }
    Array: { "\n${$x.map |$v| { "${indent}-${regsubst(callsheet::yaml($v, $inner), '\A\n( *\S)', '\1').regsubst('\A *(\S)', ' \1')}" }.join('')}" }
    Hash: {
      $lines = $x.map |$k, $v| {
        $key = regsubst(callsheet::yaml($k, ''), '\A ?(.*)\n\z', '\1')
        "${indent}${key}:${callsheet::yaml($v, $v ? { Array => $indent, default => $inner })}"
      }
      "\n${lines.join('')}"
    }
    Boolean, Integer: { " ${x}\n" }
    Float: { " ${x}\n" }
    /\A[^\n]*\n\z/: { " '${regsubst("${x}", "'", "''", 'G')}\n${indent}'\n" }
    /\n/: {
      $keep = $x ? { /\n\n\z/ => '+', /\n\z/ => '', default => '-' }
      $lines = regsubst("${x}", '\n\z', '').split("\n").map |$line| { if $line == '' { '' } else { "${if $indent == '' { '  ' } else { $indent }}${line}" } }
      " |${keep}\n${lines.join("\n")}\n${if $keep == '+' { "\n" }}"
    }
    '': { " ''\n" }
    'y', 'n', /\A[^\w\u{80}-\u{10FFFF}][^"]*\z/: { " ${if $x in ['Y', 'N'] and upcase($x) =~ Enum[$x] { $x } else { to_json($x) }}\n" }
    /\A(?i:true|false|yes|no|on|off|null)\z/, /\A\d[\d_,]*(?:\.[\d_]*(?:[eE][-+]?\d+)?)?\z/, /\A0[xob][\h_]+\z/, /\A\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?\z/, /\A\d{4}-\d\d?-\d\d?(?:[Tt ].*)?\z/, /\A[^\w\u{80}-\u{10FFFF}]/, /: | #|:\z| \z/: { " '${regsubst("${x}", "'", "''", 'G')}'\n" }
    default: { " ${x}\n" }
  }
}

function to_yaml($data, $options = {}) {
  "---${callsheet::yaml($data, '')}"
}

function seeded_rand(Integer[1] $max, String $seed) {
  random(md5($seed), $max, 1)[0]
}

function callsheet::fqdn() {
  pick_default(getvar('facts.networking.fqdn'), getvar('facts.fqdn'), '')
}

function fqdn_rand($max, $seed = '', $downcase = false) {
  $fqdn = callsheet::fqdn()
  $name = $downcase ? { true => downcase($fqdn), default => $fqdn }
  seeded_rand(Integer($max), "${name}:${max}:${seed}")
}

function fqdn_rand_string(Variant[Integer, String] $length, $charset = '', *$seed) {
  $letters = pick($charset, '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
  Integer[1, Integer($length)].map |$i| { $letters[fqdn_rand(length($letters), ($seed + [$i]).join(':'))] }.join('')
}

function fqdn_rotate(Variant[Array, String] $value, *$seed) {
  if length($value) < 2 {
    $value
  } else {
    $by = seeded_rand(length($value), "${callsheet::fqdn()}:${join($seed, ':')}")
    $value ? {
      String => "${value[$by, -1]}${value[0, $by]}",
      default => $value[$by, -1] + $value[0, $by],
    }
  }
}

function seeded_rand_string(Integer[1] $length, String $seed, $charset = undef) {
  $letters = pick($charset, '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')
  random(sha256($seed), length($letters), $length).map |$i| { $letters[$i] }.join('')
}
