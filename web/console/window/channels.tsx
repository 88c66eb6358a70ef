import type { JSX } from 'preact';
import { CHANNEL_TITLES } from '../../../domain/channels/channels';
import { utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { ChannelHealth } from '../../../store/channels/channel-states';
import type { Asked } from '../area';
import { Table } from '../parts';
import { WindowFrame } from './frame';

interface ChannelsProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly channels: readonly ChannelHealth[];
}

/** `/console/windows/{reference}/channels`: whether what stands outside is in step with the window (C7), and what is left to undo (L7). */
export function WindowChannels({ frame, view, channels }: ChannelsProps): JSX.Element {
  return (
    <WindowFrame {...{ frame, view, here: 'channels' }}>
      <h2 id="channels">Beside the mails</h2>
      {channels.length === 0 ? (
        <p class="muted">No channel beside the mails has to do with this window.</p>
      ) : (
        <Table labelledBy="channels" columns={['Channel', 'In step as of', 'Failures in a row', 'What it answered']}>
          {channels.map(({ channel, lastSuccessAt, lastError, failures }) => (
            <tr key={channel}>
              <th scope="row">{CHANNEL_TITLES[channel]}</th>
              <td>{lastSuccessAt === null ? 'not yet' : utcText(lastSuccessAt)}</td>
              <td>{failures}</td>
              <td>{failures > 0 ? (lastError ?? '') : ''}</td>
            </tr>
          ))}
        </Table>
      )}
      {view.undo.length === 0 ? null : (
        <section aria-labelledby="undo">
          <h2 id="undo">What the cancellation undoes</h2>
          <ul>
            {view.undo.map(({ id, text, state }) => (
              <li key={id}>
                {text} <span class="muted">{state}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </WindowFrame>
  );
}
