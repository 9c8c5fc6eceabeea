//! Floats as decimal text.
//!
//! Goes in: a float. Comes out: the text that Ruby would write, the same natively and in the browser. The standard
//! library's ways to print a float are 17 KB, more than the parser of regular expressions; here the browser finds the
//! shortest digits, and exact ones are counted out by hand.

use crate::platform;

/// A float as Ruby prints it: `1.0`, `1.0e+20`, `1.5e-09`.
pub fn shortest(value: f64) -> String {
    let sign = if value.is_sign_negative() && !value.is_nan() { "-" } else { "" };
    let size = value.abs();
    if !size.is_finite() {
        return format!("{sign}{}", if size.is_nan() { "NaN" } else { "Infinity" });
    }
    if size == 0.0 {
        return format!("{sign}0.0");
    }
    let (digits, point) = significant(&platform::shortest_float(size));
    if !(1e-4..1e15).contains(&size) {
        return format!("{sign}{}", exponential(&digits, point - 1, digits.len().max(2) - 1));
    }
    let zeros = usize::try_from(-point).unwrap_or(0);
    let digits = "0".repeat(zeros) + &digits;
    let whole = usize::try_from(point).unwrap_or(0);
    format!("{sign}{}", pointed(&digits, whole, digits.len().saturating_sub(whole).max(1)))
}

/// A float of 0 or more with so many decimals, as `%.2f` writes it.
pub fn fixed(size: f64, decimals: usize) -> String {
    let (digits, point) = exact(size);
    let (digits, point) = rounded(digits, point, point.saturating_add_unsigned(decimals));
    pointed(&digits, usize::try_from(point).unwrap_or(0), decimals)
}

/// A float of 0 or more with so many decimals and an exponent, as `%.2e` writes it.
pub fn scientific(size: f64, decimals: usize) -> String {
    if size == 0.0 {
        return exponential("0", 0, decimals);
    }
    let (digits, point) = exact(size);
    let zeros = digits.len() - digits.trim_start_matches('0').len();
    let digits = digits.get(zeros..).unwrap_or("").to_owned();
    let point = point.saturating_sub_unsigned(zeros);
    let (digits, point) = rounded(digits, point, 1_isize.saturating_add_unsigned(decimals));
    exponential(&digits, point - 1, decimals)
}

/// The digits of a number as JavaScript and Rust write it, from the first that is not 0 to the last, and before
/// which of them its point stands: `12.5` is 125 and 2.
fn significant(text: &str) -> (String, isize) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: isize = exponent.trim_start_matches('+').parse().unwrap_or(0);
    let digits = format!("{whole}{fraction}");
    let trimmed = digits.trim_start_matches('0');
    let point =
        exponent.saturating_add_unsigned(whole.len()).saturating_sub_unsigned(digits.len() - trimmed.len());
    (trimmed.trim_end_matches('0').to_owned(), point)
}

/// All digits of a float, and before which of them its point stands; at least one stands before it.
fn exact(size: f64) -> (String, isize) {
    const FRACTION: u64 = (1 << 52) - 1;
    let bits = size.to_bits();
    let biased = i32::try_from(bits >> 52).unwrap_or(0);
    let mantissa = if biased == 0 { bits & FRACTION } else { bits & FRACTION | (FRACTION + 1) };
    let exponent = biased.max(1) - 1075;
    // A half is five tenths: what divides by two multiplies by five, and moves the point.
    let decimals = exponent.min(0).unsigned_abs();
    let (factor, mut times) = if exponent < 0 { (5, decimals) } else { (2, exponent.unsigned_abs()) };
    // Nine digits each, the last ones first.
    let mut limbs = Vec::new();
    multiply(&mut limbs, 0, mantissa);
    while times > 0 {
        let step = times.min(12);
        multiply(&mut limbs, u64::pow(factor, step), 0);
        times -= step;
    }
    let digits: String = limbs.iter().rev().map(|limb| format!("{limb:09}")).collect();
    let missing = (decimals as usize + 1).saturating_sub(digits.len());
    let digits = "0".repeat(missing) + &digits;
    let point = digits.len() - decimals as usize;
    (digits, isize::try_from(point).unwrap_or(0))
}

/// Multiplies by a factor and adds.
fn multiply(limbs: &mut Vec<u64>, factor: u64, add: u64) {
    const LIMB: u64 = 1_000_000_000;
    let mut carry = add;
    for limb in limbs.iter_mut() {
        let product = *limb * factor + carry;
        *limb = product % LIMB;
        carry = product / LIMB;
    }
    while carry > 0 {
        limbs.push(carry % LIMB);
        carry /= LIMB;
    }
}

/// So many digits of all, the last one rounded: a half goes to the even digit. Without any the number was small.
fn rounded(digits: String, point: isize, kept: isize) -> (String, isize) {
    let kept = usize::try_from(kept).unwrap_or(0);
    let Some((head, tail)) = digits.split_at_checked(kept) else { return (digits, point) };
    let is_odd = head.bytes().last().is_some_and(|digit| digit % 2 == 1);
    let up = match tail.strip_prefix('5') {
        Some(rest) => is_odd || rest.bytes().any(|digit| digit != b'0'),
        None => tail.starts_with(['6', '7', '8', '9']),
    };
    let head = head.to_owned();
    if !up {
        return (head, point);
    }
    let nines = head.len() - head.trim_end_matches('9').len();
    let stays = head.len() - nines;
    let last = stays.checked_sub(1).and_then(|last| head.as_bytes().get(last));
    match last {
        Some(digit) => {
            let before = head.get(..stays - 1).unwrap_or("");
            (format!("{before}{}{}", char::from(digit + 1), "0".repeat(nines)), point)
        }
        None => (format!("1{}", "0".repeat(nines)), point + 1),
    }
}

/// Digits with a point behind so many of them, and so many more.
fn pointed(digits: &str, whole: usize, decimals: usize) -> String {
    let (before, behind) = digits.split_at_checked(whole).unwrap_or((digits, ""));
    let before = match before.trim_start_matches('0') {
        "" => "0".to_owned(),
        trimmed => format!("{trimmed}{}", "0".repeat(whole.saturating_sub(digits.len()))),
    };
    if decimals == 0 { before } else { format!("{before}.{behind:0<decimals$.decimals$}") }
}

fn exponential(digits: &str, exponent: isize, decimals: usize) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", pointed(digits, 1, decimals), exponent.unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::{fixed, scientific, shortest};

    /// Numbers of all sizes, and those around which rounding turns.
    fn numbers() -> impl Iterator<Item = f64> {
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        let random = std::iter::repeat_with(move || {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            f64::from_bits(bits & !(1 << 63))
        });
        let halves = (0..400).map(|number| f64::from(number) / 16.0);
        let tens = (-320..308).map(|exponent| 10_f64.powi(exponent));
        let most =
            [f64::MAX, f64::MIN_POSITIVE, 5e-324, 999_999_999_999_999.9, 9.995, 0.000_099_999, 1e15, 0.0];
        random.filter(|number| number.is_finite()).take(3_000).chain(halves).chain(tens).chain(most)
    }

    #[test]
    fn decimals_are_those_of_the_standard_library() {
        for number in numbers() {
            for decimals in [0, 1, 2, 6, 17, 330] {
                assert_eq!(fixed(number, decimals), format!("{number:.decimals$}"));
            }
        }
    }

    #[test]
    fn exponents_are_those_of_the_standard_library() {
        for number in numbers() {
            for decimals in [0, 1, 5, 16, 40] {
                let text = format!("{number:.decimals$e}");
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let exponent: i32 = exponent.parse().unwrap_or(0);
                let sign = if exponent < 0 { '-' } else { '+' };
                assert_eq!(scientific(number, decimals), format!("{mantissa}e{sign}{:02}", exponent.abs()));
            }
        }
    }

    #[test]
    fn the_shortest_text_reads_as_the_same_number() {
        for number in numbers() {
            assert_eq!(shortest(number).parse::<f64>(), Ok(number));
            assert_eq!(shortest(-number), format!("-{}", shortest(number)));
        }
    }

    #[test]
    fn the_shortest_text_is_that_of_ruby() {
        let texts =
            [(1.0, "1.0"), (1e20, "1.0e+20"), (1.5e-9, "1.5e-09"), (0.0001, "0.0001"), (12.5, "12.5")];
        for (number, text) in texts {
            assert_eq!(shortest(number), text);
        }
        assert_eq!(shortest(0.00001), "1.0e-05");
        assert_eq!(shortest(123_456_789_012_345.6), "123456789012345.6");
        assert_eq!(shortest(1e14), "100000000000000.0");
        assert_eq!(shortest(1e15), "1.0e+15");
        assert_eq!(shortest(1.25e100), "1.25e+100");
        assert_eq!(shortest(f64::NEG_INFINITY), "-Infinity");
        assert_eq!(shortest(f64::NAN), "NaN");
    }
}
