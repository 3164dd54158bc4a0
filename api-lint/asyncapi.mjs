// Holds AsyncAPI documents, with all that they refer to, against the specification.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const WARNING = 1;
const parser = new Parser();
let faults = 0;
for (const source of process.argv.slice(2)) {
  const found = await parser.validate(readFileSync(source, 'utf8'), { source });
  for (const { severity, code, message, path } of found.filter(({ severity }) => severity <= WARNING)) {
    faults += 1;
    console.error(`${source} ${path.join('/')}: ${message} (${code}, severity ${severity})`);
  }
}
process.exit(faults === 0 ? 0 : 1);
