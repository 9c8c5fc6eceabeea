//! Type files as people write them, and what is understood of them.

use std::fmt::Write;
use std::time::{Duration, Instant};

use callsheet::capability_type::{bundled, read};
use callsheet::diag::Diagnostics;
use callsheet::source::Sources;

/// Types one a line, `name!` for capabilities, then findings.
fn show(text: &str) -> String {
    let sources = Sources::single("t.rb", text);
    let mut diags = Diagnostics::default();
    let mut out = String::new();
    for (file, _) in sources.iter() {
        for ty in read(file, text, &mut diags) {
            let mark = if ty.is_capability { "!" } else { "" };
            write!(out, "{}{mark}:", ty.name).expect("a String takes everything");
            for attribute in &ty.attributes {
                write!(out, " {}", attribute.name).expect("a String takes everything");
                if let Some(default) = &attribute.default {
                    write!(out, "={default}").expect("a String takes everything");
                }
            }
            for property in &ty.properties {
                write!(out, " ({property})").expect("a String takes everything");
            }
            out.push('\n');
        }
    }
    for diagnostic in diags.into_sorted() {
        let at = sources.position(diagnostic.span);
        writeln!(out, "{}:{}: {}", at.line, at.column, diagnostic.message)
            .expect("a String takes everything");
    }
    out
}

#[test]
fn spellings_of_the_call() {
    let body = "newparam :name, :is_namevar => true\n newparam(:port)\n";
    for head in [
        "Puppet::Type.newtype(:sql, :is_capability => true) do",
        "Puppet::Type.newtype :sql, :is_capability => true do",
        "Puppet::Type.newtype :sql, is_capability: true do",
        "Puppet::Type.newtype('sql', 'x': 1, is_capability: true) do |type|",
        "Puppet::Type.newtype(\n  :sql,\n  :is_capability => true\n) do",
        "Puppet::Type::newtype(:Sql, :is_capability => true) do # a comment with do",
    ] {
        assert_eq!(show(&format!("{head}\n{body}end\n")), "sql!: port\n", "{head}");
    }
    let braces = format!("Puppet::Type.newtype(:sql, :is_capability => true) {{\n{body}}}\n");
    assert_eq!(show(&braces), "sql!: port\n");
    let nested = format!("module Puppet\n Type.newtype(:sql) do\n{body} end\nend");
    assert_eq!(show(&nested), "sql: port\n");
}

#[test]
fn a_type_as_modules_ship_it() {
    let text = r##"# -*- ruby -*-
require 'puppet/util'
Puppet::Type.newtype :http, :is_capability => true do
  @doc = "Speaks http. Do not end this with #{"nested } end"} do"
  desc <<-EOT
    do begin if "
      newparam :not_this
  EOT
  ensurable do
    defaultvalues
    defaultto :present
  end
  newparam :name, :namevar => true do
    desc 'the name end'
  end
  newparam(:port) do
    desc "The port's number"
    defaultto 80
    newvalues(/^\d+["']$/, %w[do end])
    validate do |value|
      raise ArgumentError, "no" if value =~ /do|"/
      if value.to_i < 1 then fail("%s end" % value) end
      x = if value then 1 else 2 end
      while x > 3 do x -= 1 end
      case value when /x/ then nil end
      return unless value.is_a?(String)
    end
    munge { |value| value.to_i / 2 }
  end
  newparam(:ssl, :boolean => true, :parent => Puppet::Parameter::Boolean) { defaultto(false) }
  newparam :codes do defaultto [200, 301]; end
  newparam :lazy do
    defaultto do
      { :class => self.class, if: 1 }
    end
  end
  newproperty(:state) do
    newvalue :on do; end
  end
  def end_of_it(x) = x
  def self.title_patterns
    [[/(.*)/m, [[:name]]]]
  end
  autorequire(:file) { self[:path] }
end
__END__
newparam
"##;
    // The endless method is newer Ruby than any type file: it costs the `end` that follows.
    let without_endless = text.replace("  def end_of_it(x) = x\n", "");
    assert_eq!(show(&without_endless), "http!: port=80 ssl=false codes=[200, 301] lazy (ensure) (state)\n");
    assert!(show(text).starts_with("http!: port=80 ssl=false"));
}

#[test]
fn what_is_not_understood_is_said_and_the_rest_kept() {
    let computed = "Puppet::Type.newtype(:a, :is_capability => true) do\n newparam :b\n %w[c d].each { |x| newparam(x) }\n newparam :e\nend";
    assert_eq!(show(computed), "a!: b e\n3:21: the name of this attribute is not written out\n");
    assert_eq!(
        show("Puppet::Type.newtype(NAME) do\nend"),
        "1:14: the name of this type is not written out\n"
    );
    assert_eq!(
        show("Puppet::Type.newtype(:a) do\n newparam :b do\n"),
        "a: b\n1:26: the block of this `newtype` is not closed\n"
    );
    assert_eq!(show("newparam :x"), "1:1: `newparam` outside a `newtype`\n");
    assert_eq!(show("end"), "1:1: this `end` closes nothing\n");
    assert_eq!(show(""), "");
    assert_eq!(show("Puppet::Type.type(:file).provide(:x) do\nend"), "");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test may look at the clock")]
fn any_text_is_read_in_good_time() {
    let pieces = [
        "(",
        "{",
        "\"",
        "\"#{",
        "'",
        "<<-A ",
        "<<-A\n",
        "%w[",
        "/",
        "(/",
        "(/\\/",
        "do ",
        "end ",
        "newparam :a, ",
        "Puppet::Type.newtype :a ",
        "defaultto [",
        "=begin\n",
        "é",
        "\\",
        "\n",
        "if ",
        "x /",
        "%q(",
        "newparam :x do ",
    ];
    let started = Instant::now();
    for first in pieces {
        for second in pieces {
            show(&format!("{first}{second}").repeat(100));
        }
        show(&first.repeat(10_000));
    }
    assert!(started.elapsed() < Duration::from_secs(60), "took {:?}", started.elapsed());
}

#[test]
fn well_known_types_are_ordered_and_lower_case() {
    let names: Vec<String> = bundled().into_iter().map(|ty| ty.name).collect();
    assert_eq!(names, ["data_capability", "database", "dependency", "http", "sql"].map(String::from));
}
