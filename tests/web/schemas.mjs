// Compares every JSON text that the native library and the binary give for the cases (target/golden.json,
// target/documents.json) with its schema in `schemas/`; findings as SARIF with the schema of the standard.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const root = new URL('../../', import.meta.url);
const require = createRequire(new URL('web/package.json', root));
const { Ajv2020 } = require('ajv/dist/2020');
const { Ajv } = require('ajv');
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const read = async (path) => JSON.parse(await readFile(new URL(path, root), 'utf8'));
const schema = async (name) => ajv.compile(await read(`schemas/${name}.schema.json`));

/** The schema of SARIF 2.1.0 without its name and that of the language, an older one of which it uses what is the same. */
const { $schema, id, ...standard } = require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const sarif = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(standard);

/** The forms that are JSON, and their schemas. */
const SCHEMAS = {
  'plan-json': await schema('plan'),
  'diagnostics-json': await schema('diagnostics'),
  'catalog-json': await schema('catalog'),
  graph: await schema('environment-graph'),
  instances: await schema('instances'),
};

/** Catalogs of several nodes stand one behind the other. */
function documents(text) {
  return text.split(/(?<=^[}\]]\n)/m).filter((document) => document !== '');
}

/** What only the command line prints. A run is a document on each line. */
const PRINTED = {
  'job-run': await schema('job-run'),
  'job-explain': await schema('job-explain'),
  'job-diff': await schema('job-diff'),
  'parser-dump': await schema('parser-dump'),
  sarif,
};

const counts = {};
const wrong = [];

function check(what, form, validate, document) {
  counts[form] = (counts[form] ?? 0) + 1;
  if (!validate(JSON.parse(document))) {
    wrong.push(`${what}, ${form}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`);
  }
}

for (const { name, texts } of await read('target/golden.json')) {
  for (const [form, validate] of Object.entries(SCHEMAS)) {
    for (const document of documents(texts[form])) check(name, form, validate, document);
  }
}
const printed = await read('target/documents.json');
for (const [form, validate] of Object.entries(PRINTED)) {
  for (const text of printed[form]) {
    const lines = form === 'job-run' ? text.trimEnd().split('\n') : [text];
    for (const document of lines) check(document.slice(0, 80), form, validate, document);
  }
}
for (const form of [...Object.keys(SCHEMAS), ...Object.keys(PRINTED)]) {
  if (!(counts[form] > 50)) wrong.push(`only ${counts[form]} documents of ${form} were found`);
}
console.log(wrong.slice(0, 20).join('\n'));
console.log(`schemas: ${Object.entries(counts).map((count) => count.join(' ')).join(', ')}; ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;
