# What a value is, and validations of old modules.

function is_array($x) {
  $x =~ Array
}

function is_bool($x) {
  $x =~ Boolean
}

function is_float($x) {
  $x =~ Variant[Float, Pattern[/\A-?(?:\d+\.\d+|\d+(?:\.\d+)?[eE]-?\d+)\z/]]
}

function is_hash($x) {
  $x =~ Hash
}

function is_integer($x) {
  $x =~ Variant[Integer, Pattern[/\A-?(?:[1-9]\d*|0[0-7]*|0[xX]\h+)\z/]]
}

function is_numeric($x) {
  is_integer($x) or is_float($x)
}

function is_string($x) {
  $x =~ String and !is_numeric($x)
}

function is_a($x, Type $type) {
  $x =~ $type
}

function is_absolute_path($x) {
  $x =~ Pattern[/\A(?:\/|[A-Za-z]:[\/\\]|\\\\)/]
}

function is_domain_name($x) {
  $x =~ Pattern[/\A(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9-]*[A-Za-z][A-Za-z0-9-]*\.?\z/]
}

function is_email_address($x) {
  $x =~ Pattern[/\A[A-Za-z0-9.!#$%&'*+\/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\z/]
}

function is_ipv4_address($x) {
  $x =~ Pattern[/\A(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.|(?:\/(?:3[0-2]|[12]?\d))?\z)){4}\z/]
}

function is_ipv6_address($x) {
  $x =~ Pattern[/\A(?:\h{1,4}:){7}\h{1,4}(?:\/\d{1,3})?\z/, /\A(?:\h{1,4}(?::\h{1,4})*)?::(?:\h{1,4}(?::\h{1,4})*)?(?:\/\d{1,3})?\z/, /\A[\h:]*:\d+\.\d+\.\d+\.\d+\z/]
}

function is_ip_address($x) {
  is_ipv4_address($x) or is_ipv6_address($x)
}

function is_mac_address($x) {
  $x =~ Pattern[/\A\h{1,2}([:-]\h{1,2}){5}\z/, /\A\h{1,2}(:\h{1,2}){19}\z/]
}

function type_of($x) {
  type($x)
}

function type3x($x) {
  case $x {
    Array: { 'array' }
    Hash: { 'hash' }
    Integer: { 'integer' }
    Float: { 'float' }
    Boolean: { 'boolean' }
    default: { 'string' }
  }
}

function callsheet::validate($values, $wanted, $test) {
  $values.zip($test).each |$x| {
    if !$x[1] { fail("takes ${wanted}, not ${String($x[0], '%p')}") }
  }
}

function validate_absolute_path(*$paths) {
  $all = flatten($paths)
  callsheet::validate($all, 'absolute paths', $all.map |$x| { is_absolute_path($x) })
}

function validate_array(*$values) {
  callsheet::validate($values, 'arrays', $values.map |$x| { $x =~ Array })
}

function validate_bool(*$values) {
  callsheet::validate($values, 'booleans', $values.map |$x| { $x =~ Boolean })
}

function validate_domain_name(*$values) {
  callsheet::validate($values, 'names of domains', $values.map |$x| { is_domain_name($x) })
}

function validate_email_address(*$values) {
  callsheet::validate($values, 'addresses of mail', $values.map |$x| { is_email_address($x) })
}

function validate_hash(*$values) {
  callsheet::validate($values, 'hashes', $values.map |$x| { $x =~ Hash })
}

function callsheet::in_bounds($values, $max, $min) {
  flatten([$values]).each |$x| {
    if $max =~ NotUndef and $max != '' and Numeric($x) > Numeric($max) { fail("takes numbers up to ${max}, not ${x}") }
    if $min =~ NotUndef and $min != '' and Numeric($x) < Numeric($min) { fail("takes numbers from ${min} on, not ${x}") }
  }
}

function validate_integer($values, $max = undef, $min = undef) {
  $all = flatten([$values])
  callsheet::validate($all, 'integers', $all.map |$x| { is_integer($x) })
  callsheet::in_bounds($values, $max, $min)
}

function validate_ip_address(*$values) {
  callsheet::validate($values, 'addresses', $values.map |$x| { is_ip_address($x) })
}

function validate_ipv4_address(*$values) {
  callsheet::validate($values, 'addresses of IPv4', $values.map |$x| { is_ipv4_address($x) })
}

function validate_ipv6_address(*$values) {
  callsheet::validate($values, 'addresses of IPv6', $values.map |$x| { is_ipv6_address($x) })
}

function validate_legacy($type, $function, $value, *$rest) {
  if $type =~ Type { assert_type($type, $value) }
}

function validate_numeric($values, $max = undef, $min = undef) {
  $all = flatten([$values])
  callsheet::validate($all, 'numbers', $all.map |$x| { is_numeric($x) })
  callsheet::in_bounds($values, $max, $min)
}

function validate_re($value, $patterns, $message = undef) {
  $found = $value =~ String and any(flatten([$patterns]).map |$pattern| { $value =~ Regexp($pattern) })
  if !$found { fail(pick($message, "takes a text that matches ${String($patterns, '%p')}, not ${String($value, '%p')}")) }
}

function validate_slength($values, $max, $min = 0) {
  flatten([$values]).each |$x| {
    if length($x) > Integer($max) or length($x) < Integer($min) {
      fail("takes texts of ${min} to ${max} letters, not ${String($x, '%p')}")
    }
  }
}

function validate_string(*$values) {
  callsheet::validate($values, 'strings', $values.map |$x| { $x =~ Variant[String, Undef] })
}
