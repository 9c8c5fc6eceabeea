# Strings, and lists of them.

function any2bool($value = false) {
  case $value {
    Boolean: { $value }
    Undef, '': { false }
    Numeric: { $value > 0 }
    /^(?i:true|t|1|yes|y)$/: { true }
    /^(?i:false|f|0|no|n|undef|undefined)$/: { false }
    /^\d+(\.\d+)?$/: { Numeric($value) > 0 }
    default: { true }
  }
}

function basename(String $path, String $ending = '') {
  $name = regsubst($path, '\A(?:.*/)?([^/]+)/*\z', '\1')
  regsubst($name, "(.)${regexpescape($ending)}\\z", '\1')
}

function bool2num($value) {
  Integer(str2bool($value))
}

function camelcase($value) {
  case $value {
    Numeric: { $value }
    String: { $value.split('_').map |$word| { "${capitalize($word[0])}${word[1, -1]}" }.join('') }
    default: { $value.map |$x| { camelcase($x) } }
  }
}

function dirname(String $path) {
  case $path {
    /\A\/+[^\/]*\/*\z/: { '/' }
    /\A(.*[^\/])\/+[^\/]+\/*\z/: { $1 }
    default: { '.' }
  }
}

function dos2unix(String $text) {
  regsubst($text, "\r\n", "\n", 'G')
}

function enclose_ipv6($addresses) {
  $list = Array($addresses, true).map |$entry| { split($entry, '[,\s]+') }
  $enclosed = unique(flatten($list) - ['']).map |$x| { if $x =~ /:/ and $x !~ /^\[/ { "[${x}]" } else { $x } }
  $enclosed
}

function num2bool($value) {
  Numeric($value) > 0
}

function prefix($values, String $prefix = '') {
  case $values {
    Array: { $values.map |$x| { "${prefix}${x}" } }
    Hash: { Hash($values.map |$key, $x| { ["${prefix}${key}", $x] }) }
    default: { fail('takes an array or a hash') }
  }
}

function regexpescape($value) {
  if $value =~ String {
    $value.regsubst('[.*?+^$|\\\\()\[\]{}#-]', '\\\\\0', 'G').regsubst('\n', '\\n', 'G')
      .regsubst('\t', '\\t', 'G').regsubst('\r', '\\r', 'G').regsubst(' ', '\\ ', 'G')
  } else {
    $value.map |$x| { regexpescape($x) }
  }
}

function shell_escape($value) {
  case String($value) {
    '': { "''" }
    default: { $value.regsubst('[^A-Za-z0-9_\-.,:+/@\n]', '\\\\\0', 'G').regsubst("\n", "'\n'", 'G') }
  }
}

function shell_join(Array $words) {
  $words.map |$x| { shell_escape(String($x)) }.join(' ')
}

function squeeze($value, *$chars) {
  if $value =~ Array {
    $value.map |$x| { squeeze($x, *$chars) }
  } else {
    $set = empty($chars) ? { true => '.', default => "[${chars[0]}]" }
    $value.split('').reduce('') |$text, $x| {
      if $x =~ Regexp($set) and !empty($text) and empty([$text[-1]] - [$x]) { $text } else { "${text}${x}" }
    }
  }
}

function str2bool($value) {
  case $value {
    Boolean: { $value }
    /^(?i:1|t|y|true|yes)$/: { true }
    /^(?i:|0|f|n|false|no|undef|undefined)$/: { false }
    Undef: { false }
    String: { fail("does not know `${value}`") }
    default: { fail('takes a string') }
  }
}

function suffix($values, String $suffix = '') {
  case $values {
    Array: { $values.map |$x| { "${x}${suffix}" } }
    Hash: { Hash($values.map |$key, $x| { ["${key}${suffix}", $x] }) }
    default: { fail('takes an array or a hash') }
  }
}

function swapcase($value) {
  if $value =~ String {
    $value.split('').map |$x| {
      $up = upcase($x)
      if empty([$x] - [$up]) { downcase($x) } else { $up }
    }.join('')
  } else {
    $value.map |$x| { swapcase($x) }
  }
}

function unix2dos(String $text) {
  regsubst(regsubst($text, "\r\n", "\n", 'G'), "\n", "\r\n", 'G')
}
