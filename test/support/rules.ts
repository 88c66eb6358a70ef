import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadRules } from '../../composition/rules';
import { mayStand } from '../../config/in-force';
import { parseRules, type RulesFile } from '../../config/rules-file';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { policyOf } from '../../domain/rules/rules';
import { T0 } from './windows';

/** A text of rules that can be used; the test fails when it cannot. */
function rulesFile(text: string): RulesFile {
  const result = parseRules(text, mayStand);
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result.file;
}

/** The policy of a window opened by these rules. */
export async function policyBy(text: string, now = T0): Promise<NoticePolicy> {
  const { rules } = rulesFile(text);
  return (await loadRules({ policy: policyOf(rules), calendar: rules.calendar })).policyAt(now);
}

/** A file with that text. */
export function rulesInFile(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'forewarn-rules-')), 'forewarn.yaml');
  writeFileSync(file, text);
  return file;
}
