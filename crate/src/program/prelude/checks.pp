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
