# Arrays and hashes. `-` compares exactly, `==` and `in` do not look at the case of letters.

function any2array(*$args) {
  case $args {
    [Array]: { $args[0] }
    [Undef], ['']: { [] }
    [Hash]: { $args[0].reduce([]) |$all, $pair| { $all + $pair } }
    default: { $args }
  }
}

function count(Array $array, *$wanted) {
  if empty($wanted) {
    length($array.filter |$x| { $x =~ NotUndef and $x != '' })
  } else {
    length($array) - length($array - [$wanted[0]])
  }
}

function delete($from, $what, *$rest) {
  $gone = Array($what, true)
  case $from {
    Array, Hash: { $from - $gone }
    String: { $gone.reduce($from) |$text, $word| { regsubst($text, regexpescape($word), '', 'G') } }
    default: { fail('takes an array, a hash or a string') }
  }
}

function delete_at(Array $array, Integer $index) {
  $count = length($array)
  if $index >= $count or $index < -$count {
    fail("takes an index of the array, which has ${count} elements")
  }
  $at = $index % $count
  $array[0, $at] + $array[$at + 1, $count]
}

function delete_regex(Variant[Array, Hash] $from, $patterns) {
  $wanted = Array($patterns, true).map |$pattern| { Regexp("\\A(?:${pattern})\\z") }
  case $from {
    Array: { $from.filter |$x| { $wanted.all |$pattern| { $x !~ $pattern } } }
    default: { $from.filter |$key, $x| { $wanted.all |$pattern| { $key !~ $pattern } } }
  }
}

function delete_undef_values(Variant[Array, Hash] $from) {
  case $from {
    Array: { $from.filter |$x| { $x =~ NotUndef } }
    default: { $from.filter |$key, $x| { $x =~ NotUndef } }
  }
}

function delete_values(Hash $hash, $value) {
  $hash.filter |$key, $x| { !empty([$x] - [$value]) }
}

function difference(Array $first, Array $second) {
  $first - $second
}

function dig(Optional[Collection] $data, *$keys) {
  $keys.reduce($data) |$inner, $key| { if $inner =~ NotUndef { $inner[$key] } }
}

function grep(Array $array, $pattern) {
  $array.filter |$x| { $x =~ Regexp($pattern) }
}

function has_key(Hash $hash, $key) {
  length($hash - [$key]) < length($hash)
}

function hash(Array $array) {
  Hash($array)
}

function intersection(Array $first, Array $second) {
  unique($first - ($first - $second))
}

function join_keys_to_values(Hash $hash, String $separator) {
  $hash.map |$key, $value| { Array($value, true).map |$x| { "${key}${separator}${x}" } }.reduce([]) |$all, $list| { $all + $list }
}

function member($array, $wanted) {
  empty(Array($wanted, true) - $array)
}

function reject(Array $array, $pattern) {
  $array.filter |$x| { $x !~ Regexp($pattern) }
}

function union(*$lists) {
  unique($lists.reduce([]) |$all, $list| { $all + $list })
}

function values_at(Array $array, $places) {
  $indices = Array($places, true).map |$place| {
    case $place {
      /^(\d+)(?:\.\.\.?|-)(\d+)$/: { Integer[Integer($1, 10), Integer($2, 10)].map |$index| { $index } }
      /^\d+$/: { [Integer($place, 10)] }
      Integer[0]: { [$place] }
      default: { fail("takes indices and ranges such as `2-5`, not `${place}`") }
    }
  }
  flatten($indices).map |$index| {
    if $index >= length($array) { fail("takes indices of the array, and it has no ${index}") }
    $array[$index]
  }
}

function zip(Array $first, Array $second, Boolean $flat = false) {
  $pairs = $first.map |$index, $x| { [$x, $second[$index]] }
  if $flat { flatten($pairs) } else { $pairs }
}

# What functions with a block go through: each element, and its key and its value.
function callsheet::elements($of) {
  case $of {
    Hash: { $of.map |$key, $x| { [[$key, $x], $key, $x] } }
    default: { $of.map |$index, $x| { [$x, $index, $x] } }
  }
}

function all($of) {
  callsheet::elements($of).reduce(true) |$holds, $x| {
    if !$holds { break() }
    !(!visit(*$x))
  }
}

function any($of) {
  callsheet::elements($of).reduce(false) |$found, $x| {
    if $found { break() }
    !(!visit(*$x))
  }
}

function group_by($of) {
  callsheet::elements($of).reduce({}) |$groups, $x| {
    $key = visit(*$x)
    $groups + { $key => pick_default($groups[$key], []) + [$x[0]] }
  }
}

function index($of, *$wanted) {
  $found = callsheet::elements($of).reduce([]) |$found, $x| {
    if !empty($found) { break() }
    $hit = if empty($wanted) { visit(*$x) } else { $x[2] == $wanted[0] }
    if $hit { [$x[1]] } else { [] }
  }
  $found[0]
}

function partition($of) {
  $marked = callsheet::elements($of).map |$x| { [$x[0], visit(*$x)] }
  $yes = $marked.filter |$x| { $x[1] }
  $no = $marked.filter |$x| { !$x[1] }
  [$yes.map |$x| { $x[0] }, $no.map |$x| { $x[0] }]
}

function callsheet::tree($of, $path, $containers, $values) {
  $here = case $of {
    Collection: { if $containers { [[$path, $of]] } else { [] } }
    default: { if $values { [[$path, $of]] } else { [] } }
  }
  case $of {
    Collection: {
      callsheet::elements($of).reduce($here) |$all, $x| { $all + callsheet::tree($x[2], $path + [$x[1]], $containers, $values) }
    }
    default: { $here }
  }
}

function tree_each($of, Hash $options = {}) {
  $containers = pick_default($options['include_containers'], true)
  $all = callsheet::tree($of, [], $containers, pick_default($options['include_values'], true))
  $wanted = if $containers and pick_default($options['include_root'], true) { $all } else { $all.filter |$x| { !empty($x[0]) } }
  $wanted.each |$x| { visit($x[1], $x[0], $x[1]) }
}

function range($first, $last, $step = 1) {
  $by = abs(Integer($step))
  case [$first, $last] {
    [Integer, Integer], [/\A-?\d+\z/, /\A-?\d+\z/]: { Array(Integer[*sort([Integer("${first}", 10), Integer("${last}", 10)])].step($by)) }
    [/\A(.*?)(\d+)\z/, /\d\z/]: {
      $first =~ /\A(.*?)(\d+)\z/
      $prefix = $1
      $width = length($2)
      $to = regsubst($last, '\A.*?(\d+)\z', '\1')
      if "${prefix}${to}" != $last { fail('takes two integers, or two names that end in digits') }
      Array(Integer[Integer($2, 10), Integer($to, 10)].step($by)).map |$i| { sprintf("%s%0${width}d", $prefix, $i) }
    }
    [/\A[a-z]\z/, /\A[a-z]\z/]: {
      $letters = split('abcdefghijklmnopqrstuvwxyz', '')
      Array($letters[index($letters, $first), -1].filter |$x| { $x <= $last }.step($by))
    }
    default: { fail('takes two integers, or two names that end in digits') }
  }
}

function sprintf_hash(String $format, Hash $values) {
  sprintf($format, $values)
}

function try_get_value($data, String $path = '', $default = undef, String $separator = '/') {
  $found = $path.split(regexpescape($separator)).reduce($data) |$inner, $key| {
    case $inner {
      Array: { if $key =~ /\A\d+\z/ { $inner[Integer($key, 10)] } }
      Hash: { $inner[$key] }
      default: { undef }
    }
  }
  pick_default($found, $default)
}

function dig44(Collection $data, Array $keys, $default = undef) {
  pick_default(try_get_value($data, $keys.join("\n"), undef, "\n"), $default)
}
