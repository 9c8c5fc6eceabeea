# Constructors of the types that have no values of their own in the language.

function callsheet::binary($value, String $format = '%b') {
  case [$value, $format] {
    [String, '%s'], [String, '%r']: { object('Binary', base64('encode', $value, 'strict'), undef) }
    [/\A[A-Za-z0-9+\/\-_\s]*=*\s*\z/, Any]: { object('Binary', regsubst($value, '\s', '', 'G').regsubst('-', '+', 'G').regsubst('_', '/', 'G'), undef) }
    default: { fail('takes a text in base64') }
  }
}

function callsheet::deferred(String $name, Array $arguments = []) {
  $shown = $arguments.map |$x| { String($x, '%p') }.join(', ')
  object('Deferred', "Deferred('${name}', [${shown}])", [$name, $arguments])
}

function callsheet::nanoseconds(Array[Numeric] $parts) {
  $units = [86400000000000, 3600000000000, 60000000000, 1000000000, 1000000, 1000, 1]
  Integer($parts.reduce([0, 0]) |$sum, $x| { [$sum[0] + $x * $units[$sum[1]], $sum[1] + 1] }[0])
}

function callsheet::timespan(*$args) {
  $given = case $args {
    [Numeric]: { Integer($args[0] * 1000000000) }
    [Hash]: {
      $hash = $args[0]
      $names = ['days', 'hours', 'minutes', 'seconds', 'milliseconds', 'microseconds', 'nanoseconds']
      $count = callsheet::nanoseconds($names.map |$name| { pick($hash[$name], 0) })
      if $hash['negative'] { -$count } else { $count }
    }
    [/\A(-?)(?:(\d+)-)?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,9}))?)?\z/], [/\A(-?)(?:(\d+)-)?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,9}))?)?\z/, Any]: {
      $args[0] =~ /\A(-?)(?:(\d+)-)?(\d+):(\d+)(?::(\d+)(?:\.(\d{1,9}))?)?\z/
      $parts = [pick($2, '0'), $3, $4, pick($5, '0'), 0, 0, "${$6}000000000"[0, 9]]
      $count = callsheet::nanoseconds($parts.map |$x| { Integer($x, 10) })
      if $1 == '-' { -$count } else { $count }
    }
    Array[Integer, 4, 7]: { callsheet::nanoseconds($args) }
    default: { fail('takes seconds, a text such as `1-02:03:04.5`, parts, or a hash of parts') }
  }
  $sign = if $given < 0 { '-' } else { '' }
  $size = abs($given)
  $seconds = $size / 1000000000
  $fraction = regsubst(sprintf('%09d', $size % 1000000000), '(\d)0+\z', '\1')
  $text = sprintf('%s%d-%02d:%02d:%02d.%s', $sign, $seconds / 86400, $seconds / 3600 % 24, $seconds / 60 % 60, $seconds % 60, $fraction)
  object('Timespan', $text, $given)
}

function callsheet::semver(*$args) {
  $text = case $args {
    [Hash]: { callsheet::semver($args[0]['major'], $args[0]['minor'], $args[0]['patch'], $args[0]['prerelease'], $args[0]['build']) }
    [Integer, Integer, Integer, Any], [Integer, Integer, Integer, Any, Any], [Integer, Integer, Integer]: {
      $pre = if $args[3] { "-${args[3]}" }
      $build = if $args[4] { "+${args[4]}" }
      "${args[0]}.${args[1]}.${args[2]}${pre}${build}"
    }
    default: { "${args[0]}" }
  }
  if $text !~ /\A(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?\z/ {
    fail("takes a version such as `1.2.3`, not `${text}`")
  }
  object('SemVer', $text, undef)
}

function callsheet::semverrange($range, *$rest) {
  object('SemVerRange', if empty($rest) { "${range}" } else { ">=${range} <${rest[0]}" }, undef)
}

function callsheet::uri($text, *$rest) {
  object('URI', "${text}", undef)
}

function strftime($time, String $format, *$zone) {
  $parts = "${time}".regsubst('\A-', '').split('[-:.]').map |$x| { Integer($x, 10) }
  $format.regsubst('%D', "${parts[0]}", 'G').regsubst('%H', sprintf('%02d', $parts[1]), 'G')
    .regsubst('%M', sprintf('%02d', $parts[2]), 'G').regsubst('%S', sprintf('%02d', $parts[3]), 'G')
}
