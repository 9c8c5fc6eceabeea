//! What Ruby answers to patterns and texts, compared; `regex/ruby.txt` says how it is written.

use callsheet::regex::{Error, Program};

/// Reads `%0A` and the like, so that an entry is one line.
fn plain(escaped: &str) -> String {
    let mut plain = String::new();
    let mut chars = escaped.chars();
    while let Some(char) = chars.next() {
        plain.push(match char {
            '%' => {
                let code: String = chars.by_ref().take(2).collect();
                char::from(u8::from_str_radix(&code, 16).expect("two digits"))
            }
            char => char,
        });
    }
    plain
}

fn answer(pattern: &str, text: &str) -> String {
    let program = match Program::new(pattern) {
        Ok(program) => program,
        Err(Error::Wrong(reason)) => return format!("refused: {reason}"),
        Err(Error::Unknown) => return "unknown".to_owned(),
    };
    let mut left = 1_000_000;
    match program.find(text, 0, &mut left) {
        Ok(Some(places)) => {
            let place = |place: &Option<(usize, usize)>| match place {
                Some((from, to)) => format!("{from}-{to}"),
                None => "none".to_owned(),
            };
            places.iter().map(place).collect::<Vec<_>>().join(" ")
        }
        Ok(None) => "no".to_owned(),
        Err(_) => "too long".to_owned(),
    }
}

#[test]
fn patterns_match_as_in_ruby() {
    let table = include_str!("regex/ruby.txt");
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        let mut fields = line.split('\t');
        let (Some(pattern), Some(text), Some(expected)) = (fields.next(), fields.next(), fields.next())
        else {
            panic!("three fields, not `{line}`");
        };
        // Where that differs, the last field is what is answered here.
        let expected = fields.next().unwrap_or(expected);
        let got = answer(&plain(pattern), &plain(text));
        if got != expected {
            wrong.push(format!("{pattern}  on  {text}: {got}, not {expected}"));
        }
        count += 1;
    }
    assert!(count > 250, "the table is there");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Patterns that are made to take for ever, to be too deep or too large: there is an answer, and soon.
#[test]
fn hostile_patterns_are_given_up() {
    let long = "a".repeat(50);
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}a{}b", open.repeat(depth), close.repeat(depth));
    let many: Vec<String> = (0..10_000).map(|number| format!("w{number}x")).collect();
    let texts = [long, "w5".repeat(2_000), "é".repeat(20_000)];
    let patterns = [
        "(a+)+b".to_owned(),
        "(a|a)*b".to_owned(),
        "(?=(?=(a+)+)+)+b".to_owned(),
        "(?!(?!(a+)+b)).*c".to_owned(),
        "((a{1000}){1000}){1000}".to_owned(),
        "(?<n>\\g<n>?a)".to_owned(),
        "(\\1|a)*b".to_owned(),
        "(?>a*)*b".to_owned(),
        "[[:alpha:]]+1".to_owned(),
        "(?i)é+1".to_owned(),
        many.join("|"),
        nested("(", ")*", 90),
        nested("(", ")", 100_000),
        nested("[", "]", 100_000),
        nested("(?i)", "", 100_000),
        nested("(?=", ")", 100_000),
        "a{2}".to_owned() + &"{2}".repeat(1_000),
    ];
    for pattern in &patterns {
        let Ok(program) = Program::new(pattern) else { continue };
        for text in &texts {
            let mut left = 200_000;
            if program.find(text, 0, &mut left).is_err() {
                assert_eq!(left, 0, "{pattern}");
            }
        }
    }
}
