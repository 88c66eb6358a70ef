import { createMailEngine } from '../../channels/email/transport/engine/engine';
import type { MailTransport } from '../../activities/ports/mail';
import { startRecordingSmtp, type RecordingSmtp } from './recording-smtp';

/** A recording mail server for the tests of one file, and engines that send to it; each test begins without faults. */
export function useMailEngine() {
  const closing: (() => void)[] = [];
  let started: RecordingSmtp | undefined;
  let since = 0;

  beforeAll(async () => {
    started = await startRecordingSmtp();
  });
  beforeEach(() => {
    smtp().rules = {};
    since = smtp().accepted.length;
  });
  afterAll(async () => {
    for (const close of closing) close();
    await started?.close();
  });

  function smtp(): RecordingSmtp {
    if (!started) throw new Error('the mail server is started in beforeAll');
    return started;
  }
  return {
    get smtp() {
      return smtp();
    },
    /** What the server has accepted in this test. */
    sent: () => smtp().accepted.slice(since),
    /** One more engine; it is closed with the file. */
    engine(): MailTransport {
      const from = 'Maintenance <maintenance@provider.example>';
      const mail = createMailEngine({ url: smtp().url, from, replyTo: 'noc@provider.example', connections: 1 });
      closing.push(() => mail.close());
      return mail;
    },
  };
}
