import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CUSTOMER_LANGUAGES } from '../../domain/shared/words/common';
import { mailTable } from '../../test/support/mail-table';

/** `npm run generate:mails`: writes every mail out again, to be read by people; with `--check` it only reports whether they are current. */
async function main(isCheck: boolean): Promise<void> {
  for (const language of CUSTOMER_LANGUAGES) {
    const file = path.join('test', 'unit', 'mails', `${language}.txt`);
    const text = await mailTable(language);
    if (!isCheck) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text)
      throw new Error(`${file} is not what mails say. Run: npm run generate:mails`);
  }
}

main(process.argv.includes('--check')).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
