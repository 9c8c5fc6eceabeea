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
