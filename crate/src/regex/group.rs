//! Groups of a pattern, and what refers to them.

use super::parse::{Behind, Parser, Read, Target, Width, distance, wrong};
use super::{Error, Op};

impl<'s> Parser<'s> {
    /// What stands behind a parenthesis, with the one that closes it.
    pub(super) fn group(&mut self) -> Read<Width> {
        let width = if !self.eat("?") {
            if self.plain { self.capture()? } else { self.alternatives(None)? }
        } else {
            match self.rest.next() {
                Some(':') => self.alternatives(None)?,
                Some('>') => {
                    let start = self.here();
                    let width = self.alternatives(None)?;
                    self.atomic(start);
                    width.but(Behind::Never)
                }
                Some('=') => self.look(None)?.but(Behind::Never),
                Some('!') => self.look_not(None)?.but(Behind::Never),
                Some('<') if self.eat("=") => self.look(Some(Behind::Positive))?,
                Some('<') if self.eat("!") => self.look_not(Some(Behind::Always))?,
                Some('<') => self.named_capture('>')?,
                Some('\'') => self.named_capture('\'')?,
                Some('(') => self.conditional()?,
                Some('~') => return Err(Error::Unknown),
                Some(option) => return self.change_options(option),
                None => return wrong("end pattern in group"),
            }
        };
        self.close()?;
        Ok(width)
    }

    fn close(&mut self) -> Read<()> {
        if self.eat(")") { Ok(()) } else { wrong("end pattern with unmatched parenthesis") }
    }

    fn capture(&mut self) -> Read<Width> {
        let group = self.program.groups as u32;
        self.program.groups += 1;
        self.push(Op::Open(group));
        let width = self.alternatives(None)?;
        self.push(Op::Close(group));
        Ok(width.but(Behind::Positive))
    }

    fn named_capture(&mut self, end: char) -> Read<Width> {
        let name = self.name(end)?;
        if name.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return wrong("invalid group name");
        }
        self.names.push((name, self.program.groups as u32));
        self.capture()
    }

    fn name(&mut self, end: char) -> Read<&'s str> {
        match self.until(end) {
            Some("") => wrong("group name is empty"),
            Some(name) if name.contains(')') => wrong("invalid group name"),
            Some(name) => Ok(name),
            None => wrong("invalid group name"),
        }
    }

    fn look(&mut self, behind: Option<Behind>) -> Read<Width> {
        let register = self.registers(2);
        self.push(Op::Enter(register));
        let width = self.alternatives(behind)?;
        self.push(Op::Seen(register));
        Ok(Width { behind: width.behind, ..Width::NONE })
    }

    fn look_not(&mut self, behind: Option<Behind>) -> Read<Width> {
        let register = self.registers(2);
        let start = self.here();
        self.push(Op::Never(register));
        let width = self.alternatives(behind)?;
        self.push(Op::Never(register));
        self.replace(start, Op::Not { register, other: distance(self.here() - start) });
        Ok(Width { behind: width.behind, ..Width::NONE })
    }

    /// `(?(1)then|else)`
    fn conditional(&mut self) -> Read<Width> {
        let quoted = match self.peek() {
            Some('<') => Some('>'),
            Some('\'') => Some('\''),
            _ => None,
        };
        let group = match quoted {
            Some(end) => {
                self.rest.next();
                let name = self.name(end)?;
                self.groups_of(name)?.last().copied().unwrap_or(0)
            }
            None if !self.plain => return wrong("numbered backref/call is not allowed. (use name)"),
            None => self.number().ok_or(Error::Wrong("invalid backref number/name"))?,
        };
        self.referred = self.referred.max(group);
        if !self.eat(")") {
            return wrong("invalid conditional pattern");
        }
        let start = self.here();
        self.push(Op::Unless { group, other: 0 });
        let mut width = self.sequence()?;
        let exit = self.here();
        self.push(Op::Jump(1));
        self.replace(start, Op::Unless { group, other: distance(self.here() - start) });
        if self.eat("|") {
            width = width.or(self.sequence()?);
            self.replace(exit, Op::Jump(distance(self.here() - exit)));
        } else {
            width = width.or(Width::NONE);
        }
        if self.peek() == Some('|') {
            return wrong("invalid conditional pattern");
        }
        Ok(width.but(Behind::Never))
    }

    /// `(?i-m:…)` or `(?i-m)…`: the latter is about all up to the end of the group, its other alternatives too.
    fn change_options(&mut self, first: char) -> Read<Width> {
        let mut on = true;
        let mut option = Some(first);
        if first == ')' {
            return wrong("undefined group option");
        }
        loop {
            match option {
                Some('-') => on = false,
                Some('i') => self.options.fold = on,
                Some('m') => self.options.lines = on,
                Some('x') => self.options.extended = on,
                Some('a' | 'd' | 'u') if on => {
                    self.options.ascii = option == Some('a');
                    self.options.unicode = option == Some('u');
                }
                Some(':') => {
                    let width = self.alternatives(None)?;
                    self.close()?;
                    return Ok(width);
                }
                Some(')') => return self.nested(|parser| parser.alternatives(None)),
                Some(_) => return wrong("undefined group option"),
                None => return wrong("end pattern in group"),
            }
            option = self.rest.next();
        }
    }

    /// The groups of a name, the last one last.
    fn groups_of(&self, name: &str) -> Read<Vec<u32>> {
        let groups: Vec<u32> =
            self.names.iter().filter(|(known, _)| *known == name).map(|(_, group)| *group).collect();
        if !groups.is_empty() {
            return Ok(groups);
        }
        let (back, digits) = name.strip_prefix('-').map_or((false, name), |digits| (true, digits));
        let Ok(number) = digits.parse::<u32>() else {
            // A level of nesting behind the name.
            let level = name.contains(['+', '-']);
            return if level { Err(Error::Unknown) } else { wrong("undefined name reference") };
        };
        if !self.plain {
            return wrong("numbered backref/call is not allowed. (use name)");
        }
        let number = if back { (self.program.groups as u32).saturating_sub(number) } else { number };
        if number == 0 { wrong("invalid backref number/name") } else { Ok(vec![number]) }
    }

    /// `\1` and `\12`, or nothing if that is the code of a character.
    pub(super) fn numbered_reference(&mut self) -> Read<Option<Width>> {
        let before = self.rest.clone();
        let number = self.number().unwrap_or(0);
        if number > 9 && number as usize >= self.program.groups {
            self.rest = before;
            return Ok(None);
        }
        if !self.plain {
            return wrong("numbered backref/call is not allowed. (use name)");
        }
        Ok(Some(self.refer(number)))
    }

    fn refer(&mut self, group: u32) -> Width {
        self.referred = self.referred.max(group);
        self.push(Op::Same { group, fold: self.options.fold });
        Width::ANY
    }

    /// `\k<name>`: the last of its groups that has matched.
    pub(super) fn named_reference(&mut self, end: char) -> Read<Width> {
        let name = self.name(end)?;
        let groups = self.groups_of(name)?;
        let Some((first, later)) = groups.split_first() else { return Ok(Width::ANY) };
        let mut exits = Vec::new();
        for group in later.iter().rev() {
            self.push(Op::Split(3));
            self.refer(*group);
            exits.push(self.here());
            self.push(Op::Jump(0));
        }
        self.refer(*first);
        self.end_jumps(exits);
        Ok(Width::ANY)
    }

    /// `\g<name>`
    pub(super) fn call(&mut self, end: char) -> Read<Width> {
        let name = self.name(end)?;
        let number = name.trim_start_matches(['+', '-']).parse::<u32>();
        let target = match (number, name.get(..1)) {
            (Ok(_), _) if !self.plain => return wrong("numbered backref/call is not allowed. (use name)"),
            (Ok(0), _) => return Err(Error::Unknown),
            (Ok(number), Some("+")) => Target::Number(self.program.groups as u32 + number - 1),
            (Ok(number), Some("-")) => Target::Number((self.program.groups as u32).saturating_sub(number)),
            (Ok(number), _) => Target::Number(number),
            (Err(_), _) => Target::Name(name),
        };
        let index = self.calls.len() as u32;
        self.calls.push(target);
        self.push(Op::Call { group: index, to: 0, within: false });
        Ok(Width::ANY)
    }

    /// Tells the calls where their groups begin.
    pub(super) fn resolve_calls(&mut self) -> Read<()> {
        if self.calls.is_empty() {
            return Ok(());
        }
        let mut bounds = vec![(0, 0); self.program.groups];
        for (at, op) in self.program.ops.iter().enumerate() {
            let (Op::Open(group) | Op::Close(group)) = op else { continue };
            if let Some(bounds) = bounds.get_mut(*group as usize) {
                *bounds = if matches!(op, Op::Open(_)) { (at, at) } else { (bounds.0, at) };
            }
        }
        for (at, op) in self.program.ops.iter_mut().enumerate() {
            let Op::Call { group: index, .. } = *op else { continue };
            let group = match self.calls.get(index as usize) {
                Some(Target::Number(number)) => Some(*number),
                Some(Target::Name(name)) => {
                    let mut groups = self.names.iter().filter(|(known, _)| known == name);
                    let group = groups.next().map(|(_, group)| *group);
                    if groups.next().is_some() {
                        return wrong("multiplex definition name call");
                    }
                    group
                }
                None => None,
            };
            let bounds = group.and_then(|group| bounds.get(group as usize));
            let (Some(group), Some((from, to))) = (group, bounds) else {
                return wrong("undefined group reference");
            };
            *op = Op::Call { group, to: *from as u32, within: (*from..*to).contains(&at) };
        }
        Ok(())
    }
}
