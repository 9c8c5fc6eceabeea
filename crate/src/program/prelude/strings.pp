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

function bool2str(Boolean $value, String $yes = 'true', String $no = 'false') {
  if $value { $yes } else { $no }
}

function convert_to($value, Type $type, *$rest) {
  new($type, $value, *$rest)
}

function clamp(*$values) {
  $all = flatten($values)
  if length($all) != 3 { fail('takes three numbers') }
  sort($all.map |$x| { Numeric($x) })[1]
}

function convert_base(Variant[Integer, String] $number, Variant[Integer, String] $base) {
  $by = Integer($base)
  $digits = split('0123456789abcdefghijklmnopqrstuvwxyz', '')
  $start = [Integer("${number}", 10), '']
  Integer[1, 64].reduce($start) |$rest, $i| { if $rest[0] == 0 { break() } [$rest[0] / $by, "${digits[$rest[0] % $by]}${rest[1]}"] }[1].regsubst('\A\z', '0')
}

function shellquote(*$words) {
  flatten($words).map |$word| {
    case "${word}" {
      /\A[\w@%+=:,.\/\-]+\z/: { "${word}" }
      /\A[^'!"$`\\]*\z/, /\A[^"!$`\\]*\z/: { "\"${word}\"" }
      /\A[^']*\z/: { "'${word}'" }
      default: { "\"${regsubst("${word}", '(["$`\\\\])', '\\\\\1', 'G')}\"" }
    }
  }.join(' ')
}

function shell_split(String $text) {
  split(strip($text), '\s+').map |$x| { regsubst($x, '["\'\\\\]', '', 'G') }
}

function batch_escape($value) {
  "\"${regsubst("${value}", '(["\\\\])', '\1\1', 'G')}\""
}

function powershell_escape($value) {
  regsubst("${value}", '([ \'"`|;,\n\t\\$])', '`\1', 'G')
}

function to_bytes($size) {
  case $size {
    Numeric: { $size }
    /\A\s*(-?\d+(?:\.\d+)?)\s*(?:([kKMGTPE])?i?[bB]?)?\s*\z/: {
      $power = ['', 'k', 'm', 'g', 't', 'p', 'e'].index(downcase(pick_default($2, '')))
      Integer(Integer[1, 1].reduce(Numeric($1)) |$x, $i| { Integer[0, 5].filter |$p| { $p < $power }.reduce($x) |$y, $p| { $y * 1024 } })
    }
    default: { fail("does not know the size `${size}`") }
  }
}

function to_ruby($value) {
  case $value {
    Undef: { 'nil' }
    Array: { "[${$value.map |$x| { to_ruby($x) }.join(', ')}]" }
    Hash: { "{${$value.map |$k, $x| { "${to_ruby($k)} => ${to_ruby($x)}" }.join(', ')}}" }
    String: { to_json($value) }
    default: { "${value}" }
  }
}

function to_python($value) {
  case $value {
    Undef: { 'None' }
    Boolean: { capitalize("${value}") }
    Array: { "[${$value.map |$x| { to_python($x) }.join(', ')}]" }
    Hash: { "{${$value.map |$k, $x| { "${to_python($k)}: ${to_python($x)}" }.join(', ')}}" }
    String: { to_json($value) }
    default: { "${value}" }
  }
}

function uriescape($value) {
  case $value {
    Array: { $value.map |$x| { uriescape($x) } }
    default: {
      "${value}".split('').map |$x| {
        case $x {
          /[\w\-.!~*'();\/?:@&=+$,\[\]]/: { $x }
          /[\u{20}-\u{7F}]/: { $code = index(split(' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~', ''), $x) + 32
            sprintf('%%%02X', $code) }
          default: { $x }
        }
      }.join('')
    }
  }
}

function callsheet::starts($text, $what, $form) {
  $texts = Array($what, true)
  any($texts.map |$x| { $text =~ Regexp(sprintf($form, regexpescape($x))) })
}

function start_with(String $text, $what) {
  callsheet::starts($text, $what, '\A%s')
}

function end_with(String $text, $what) {
  callsheet::starts($text, $what, '%s\z')
}

function extname(String $path) {
  if $path =~ /[^\/.][^\/]*?(\.[^.\/]+)\z/ { $1 } else { '' }
}

function xml_encode(String $text, $for = 'text') {
  $escaped = $text.regsubst('&', '&amp;', 'G').regsubst('<', '&lt;', 'G').regsubst('>', '&gt;', 'G')
  if $for == 'attr' { "\"${regsubst($escaped, '"', '&quot;', 'G')}\"" } else { $escaped }
}

function str2resource(String $text) {
  if $text !~ /\A([\w:]+)\[(.*)\]\z/ { fail("takes a text such as `File[/a]`, not `${text}`") }
  Resource[$1, regsubst($2, '\A[\'"]|[\'"]\z', '', 'G')]
}

function ensure($ensure, $kind = undef) {
  case [$ensure, $kind] {
    [Boolean, 'directory'], [Boolean, 'link'], [Boolean, 'mounted'], [Boolean, 'file'], [Boolean, 'package']: {
      if $ensure { $kind ? { 'package' => 'installed', default => $kind } } else { 'absent' }
    }
    [Boolean, 'service']: { if $ensure { 'running' } else { 'stopped' } }
    [Boolean, Any]: { if $ensure { 'present' } else { 'absent' } }
    [/\A(?:absent|present)\z/, 'service']: { if $ensure == 'present' { 'running' } else { 'stopped' } }
    [/\A(?:present|absent)\z/, /./]: { if $ensure == 'absent' { 'absent' } else { $kind ? { 'package' => 'installed', default => $kind } } }
    default: { $ensure }
  }
}

function fact(String $name) {
  getvar("facts.${name}")
}

function has_interface_with(String $kind, $value = undef) {
  $interfaces = pick_default(getvar('facts.networking.interfaces'), {})
  if $value =~ Undef {
    !empty($interfaces.filter |$name, $x| { $name == $kind })
  } else {
    $field = $kind ? { 'ipaddress' => 'ip', 'ipaddress6' => 'ip6', 'macaddress' => 'mac', default => $kind }
    getvar("facts.${kind}") == $value or !empty($interfaces.filter |$name, $x| { $x[$field] == $value })
  }
}

function has_ip_address(String $ip) {
  has_interface_with('ipaddress', $ip)
}

function has_ip_network(String $ip) {
  has_interface_with('network', $ip)
}

function os_version_gte(String $os, String $version) {
  getvar('facts.os.name') == $os and versioncmp("${getvar('facts.os.release.major')}", $version) >= 0
}
