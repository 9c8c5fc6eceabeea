# Puppet's own parser and validator in one warm process.
#
# ruby judge.rb answers   paths on standard input, one a line; for each a line of JSON on standard output:
#   {"path", "refused": first error or null, "issues": [[severity, code, line, column, message]],
#    "tree": PN or null,
#    "read": whether there is a tree at all: the dumper fails for some that validation refuses}
# ruby judge.rb checked   the same; stops where `puppet parser validate` itself says something else. Each name may be
#   defined in one file only: the command remembers what it has seen.
# ruby judge.rb bench     paths on standard input, then an empty line; from then on each line read is one round:
#   all files are parsed from memory to Puppet's tree, without validation, and the seconds it took are printed
#
# What is asked is what `puppet parser validate` and `puppet parser dump --format pn` ask (puppet/face/parser.rb): the
# same parser, validator and dumper, without the limits on how many issues are logged.

require 'json'
require 'puppet'
require 'puppet/pops'
require 'puppet/pops/pn'
require 'puppet/face'

# A bug of Puppet 7's dumper: it calls a method that does not exist for a parameter that takes all other arguments.
class Puppet::Pops::Model::PNTransformer
  def parameters_entry(parameters)
    pn = Puppet::Pops::PN
    maps = parameters.map do |parameter|
      entries = []
      entries << transform(parameter.type_expr).with_name('type') unless parameter.type_expr.nil?
      entries << pn::Literal.new(true).with_name('splat') if parameter.captures_rest
      entries << transform(parameter.value).with_name('value') unless parameter.value.nil?
      pn::Map.new(entries).with_name(parameter.name)
    end
    pn::Map.new(maps).with_name('params')
  end
end

# What Puppet logs; its lexer warns in no other way.
LOGS = []

def start
  Puppet.initialize_settings(['--confdir', '/nonexistent', '--vardir', '/nonexistent', '--strict', 'warning'])
  Puppet.push_context(Puppet.base_context(Puppet.settings))
  Puppet::Util::Log.level = :warning
  Puppet::Util::Log.newdestination(Puppet::Test::LogCollector.new(LOGS))
end

class Judge
  def initialize
    @evaluating = Puppet::Pops::Parser::EvaluatingParser.new
    @templates = Puppet::Pops::Parser::EvaluatingParser::EvaluatingEppParser.new
  end

  # The tree and what validation says of it; raises what Puppet refuses.
  def read(path)
    parser = path.end_with?('.epp') ? @templates : @evaluating
    parsed = parser.parser.parse_file(path)
    acceptor = parser.validate(parsed.model)
    [parsed.model, acceptor.diagnostics]
  end

  def answer(path)
    LOGS.clear
    model, diagnostics = read(path)
    issues = LOGS.map { |log| [log.level.to_s, log.issue_code.to_s, log.line, log.pos, log.message] }
    issues += diagnostics.map { |diagnostic| issue(diagnostic) }
    refused = issues.find { |severity, *_| severity == 'error' }
    { path: path, refused: refused, issues: issues, tree: tree(model), read: true }
  rescue Puppet::ParseError => error
    code = error.respond_to?(:issue_code) && error.issue_code
    { path: path, refused: ['error', code || '-', error.line, error.pos, first_line(error)], issues: [], tree: nil, read: false }
  rescue StandardError => error
    { path: path, refused: ['error', 'CRASH', nil, nil, "#{error.class}: #{error.message}"], issues: [], tree: nil, read: false }
  end

  def issue(diagnostic)
    at = diagnostic.source_pos
    message = Puppet::Pops::Validation::DiagnosticFormatterPuppetStyle.new.format_message(diagnostic)
    [diagnostic.severity.to_s, diagnostic.issue.issue_code.to_s, at&.line, at&.pos, message]
  end

  # Without the place that `to_s` adds.
  def first_line(error)
    error.respond_to?(:basic_message) ? error.basic_message : error.message[/\A[^\n]*?(?= \(file: |$)/]
  end

  def tree(model)
    Puppet::Pops::Model::PNTransformer.transform(model).format(nil, +'')
  rescue ArgumentError
    # It cannot print a parameter whose name is none.
    nil
  end
end

# Stops where `puppet parser validate` and this script do not agree.
def compare_with_command(path, answer)
  said = Puppet::Face[:parser, :current].validate_manifest(path)
  return if said.nil? == answer[:refused].nil?

  raise "#{path}: the command says #{said.inspect}, this script #{answer[:refused].inspect}"
end

def answers(checked)
  judge = Judge.new
  $stdin.each_line(chomp: true) do |path|
    answer = judge.answer(path)
    compare_with_command(path, answer) if checked && path.end_with?('.pp')
    puts JSON.generate(answer)
  end
end

def bench
  texts = $stdin.each_line(chomp: true).take_while { |path| !path.empty? }.map { |path| [path, File.read(path)] }
  parser = Puppet::Pops::Parser::Parser.new
  while $stdin.gets
    GC.start
    start = Process.clock_gettime(Process::CLOCK_MONOTONIC)
    texts.each { |path, text| parse(parser, path, text) }
    puts Process.clock_gettime(Process::CLOCK_MONOTONIC) - start
    $stdout.flush
  end
end

def parse(parser, path, text)
  parser.parse_string(text, path)
rescue Puppet::ParseError
  # The place where it gave up is the answer.
  nil
end

start
answers(false) if ARGV == ['answers']
answers(true) if ARGV == ['checked']
bench if ARGV == ['bench']
