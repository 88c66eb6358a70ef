import type { JSX } from 'preact';
import type { CustomerLanguage } from '../../domain/shared/words/common';
import type { Followed } from '../../store/public/page-subscribers';
import { useReading } from '../site/reading';
import type { Component } from '../status/components';
import { SITE_LANGUAGES } from '../words/languages';
import type { SubscribeWords } from '../words/site-words';

/** Everything, or some locations: a group of fields that works without a script. `followed` is what is ticked. */
export function Chooser(props: {
  readonly components: readonly Component[];
  readonly followed: Followed;
}): JSX.Element {
  const { components, followed } = props;
  const { subscribe: say } = useReading().say;
  const tops = components.filter(({ groupId }) => groupId === null);
  return (
    <fieldset class="choose">
      <legend>{say.legend}</legend>
      <label>
        <input type="radio" name="follow" value="everything" checked={followed === null} /> {say.everything}
      </label>
      {components.length > 0 ? (
        <>
          <label>
            <input type="radio" name="follow" value="some" checked={followed !== null} /> {say.only}
          </label>
          <ul>
            {tops.map((top) => (
              <li key={top.id}>
                <Tick component={top} followed={followed} />
                {top.children.length > 0 ? (
                  <ul>
                    {components
                      .filter(({ groupId }) => groupId === top.id)
                      .map((component) => (
                        <li key={component.id}>
                          <Tick component={component} followed={followed} />
                        </li>
                      ))}
                  </ul>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </fieldset>
  );
}

/** In which language mails come; nothing to choose where there is one alone. */
export function LanguageChoice(props: {
  readonly languages: readonly CustomerLanguage[];
  readonly chosen: CustomerLanguage;
}): JSX.Element | null {
  const { languages, chosen } = props;
  const { subscribe: say } = useReading().say;
  if (languages.length < 2) return null;
  return (
    <>
      <label for="language">{say.language}</label>
      <select id="language" name="language">
        {languages.map((tag) => (
          <option key={tag} value={tag} lang={tag} selected={tag === chosen}>
            {SITE_LANGUAGES[tag].name}
          </option>
        ))}
      </select>
    </>
  );
}

function Tick({ component, followed }: { readonly component: Component; readonly followed: Followed }): JSX.Element {
  const { id, path, name, children } = component;
  const { subscribe: say } = useReading().say;
  return (
    <label>
      <input type="checkbox" name="component" value={id} checked={followed?.includes(path) ?? false} /> {name}
      {children.length > 0 ? <span class="muted"> {say.allOfIt}</span> : null}
    </label>
  );
}

/** What is followed, in words; a location that is gone is named by its path. */
export function followedWords(
  followed: Followed,
  components: readonly Component[],
  { allMaintenance }: SubscribeWords,
): string {
  if (followed === null) return allMaintenance;
  return followed.map((path) => components.find((component) => component.path === path)?.name ?? path).join(', ');
}
