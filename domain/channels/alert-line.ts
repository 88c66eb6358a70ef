/** Labels that say what an alert is about, in the order they are told. */
const TOLD = ['instance', 'job', 'severity'];

/** An alert in a few words: `PostgresDown (instance=db-7, severity=critical)`, without the labels that say nothing to people. */
export function alertLine({ alertname, ...labels }: Readonly<Record<string, string>>): string {
  const told = TOLD.flatMap((name) => (labels[name] ? [`${name}=${labels[name]}`] : []));
  return `${alertname ?? 'an alert without a name'}${told.length > 0 ? ` (${told.join(', ')})` : ''}`;
}
