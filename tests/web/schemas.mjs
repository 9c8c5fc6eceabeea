// Compares every JSON text that the native library gives for the cases (target/golden.json) with its schema in
// `schemas/`.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const root = new URL('../../', import.meta.url);
const { Ajv2020 } = createRequire(new URL('web/package.json', root))('ajv/dist/2020');
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const read = async (path) => JSON.parse(await readFile(new URL(path, root), 'utf8'));
const schema = async (name) => ajv.compile(await read(`schemas/${name}.schema.json`));

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

const counts = {};
const wrong = [];
for (const { name, texts } of await read('target/golden.json')) {
  for (const [form, validate] of Object.entries(SCHEMAS)) {
    for (const document of documents(texts[form])) {
      counts[form] = (counts[form] ?? 0) + 1;
      if (!validate(JSON.parse(document))) {
        wrong.push(`${name}, ${form}: ${ajv.errorsText(validate.errors?.slice(0, 3))}`);
      }
    }
  }
}
for (const form of Object.keys(SCHEMAS)) {
  if (!(counts[form] > 100)) wrong.push(`only ${counts[form]} documents of ${form} were found`);
}
console.log(wrong.slice(0, 20).join('\n'));
console.log(`schemas: ${Object.entries(counts).map((count) => count.join(' ')).join(', ')}; ${wrong.length} failed`);
process.exitCode = wrong.length === 0 ? 0 : 1;
