/** So many keys are remembered; the oldest are forgotten first. */
const MOST = 10_000;

/**
 * Does something once for each key in the life of this process: whoever comes again, at the same time or later, gets the same
 * answer. What `isFinal` does not accept, and what rejects, may be done again.
 */
export function createOnce<T>(isFinal: (answer: T) => boolean): (key: string, work: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key, work) => {
    const known = answers.get(key);
    if (known) return known;
    const answer = work();
    answers.set(key, answer);
    answer.then(
      (value) => {
        if (!isFinal(value)) answers.delete(key);
      },
      () => answers.delete(key),
    );
    for (const oldest of answers.keys()) {
      if (answers.size <= MOST) break;
      answers.delete(oldest);
    }
    return answer;
  };
}
