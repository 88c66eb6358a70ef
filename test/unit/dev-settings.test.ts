import path from 'node:path';
import { readDevSettings } from '../../dev/start/settings';

describe('the settings of npm start', () => {
  test('an empty environment gives the documented ports and runs every part itself', () => {
    expect(readDevSettings({})).toMatchObject({
      httpPort: 8080,
      temporalPort: 7233,
      temporalUiPort: 8233,
      mailDeskSmtpPort: 1025,
      mailDeskHttpPort: 8025,
      statuspageStandInPort: 8026,
      slackStandInPort: 8027,
      executorStandInPort: 8028,
      openIdStandInPort: 8029,
      publicUrl: 'http://127.0.0.1:8080',
      temporalUiUrl: 'http://127.0.0.1:8233',
      own: {
        ...{ databaseUrl: undefined, smtpUrl: undefined, temporalAddress: undefined },
        ...{ statuspage: false, slack: false, executors: false, openId: false },
      },
    });
  });

  test('the data folder is beside the source unless set', () => {
    const root = path.resolve(__dirname, '..', '..');
    expect(readDevSettings({}).dataFolder).toBe(path.join(root, '.data'));
    expect(readDevSettings({ FOREWARN_DATA: '/elsewhere' }).dataFolder).toBe('/elsewhere');
  });

  test('addresses follow the ports, and a given address comes first', () => {
    expect(readDevSettings({ FOREWARN_HTTP_PORT: '9000' }).publicUrl).toBe('http://127.0.0.1:9000');
    const given = { FOREWARN_HTTP_PORT: '9000', FOREWARN_PUBLIC_URL: 'https://status.example/' };
    expect(readDevSettings(given).publicUrl).toBe('https://status.example');
  });

  test('a variable set to nothing is not set', () => {
    expect(readDevSettings({ DATABASE_URL: '', FOREWARN_HTTP_PORT: '' })).toMatchObject({
      httpPort: 8080,
      own: { databaseUrl: undefined },
    });
  });

  test('a namespace counts only with a server of its own', () => {
    expect(readDevSettings({ TEMPORAL_NAMESPACE: 'mine' }).temporalNamespace).toBe('default');
    expect(readDevSettings({ TEMPORAL_NAMESPACE: 'mine', TEMPORAL_ADDRESS: 'host:7233' }).temporalNamespace).toBe(
      'mine',
    );
  });

  test("C3, C4, S7, T9: any variable of a page, a chat, executors or sign-in says that it is the user's own; set to nothing it says nothing", () => {
    expect(readDevSettings({ FOREWARN_STATUSPAGE_PAGE: 'ab12' }).own).toMatchObject({ statuspage: true, slack: false });
    expect(readDevSettings({ FOREWARN_SLACK_WEBHOOK: 'https://chat.example/hook' }).own).toMatchObject({
      ...{ statuspage: false, slack: true },
    });
    expect(readDevSettings({ FOREWARN_EXECUTORS: 'executors.json' }).own).toMatchObject({
      slack: false,
      executors: true,
    });
    expect(readDevSettings({ FOREWARN_OIDC_ISSUER: 'https://id.example' }).own).toMatchObject({ openId: true });
    const beside = {
      FOREWARN_SLACK_TOKEN: '',
      FOREWARN_SLACK_USERS: 'U0OPERATOR=anna',
      FOREWARN_STATUSPAGE_KEY: '',
      FOREWARN_EXECUTORS: '',
    };
    expect(readDevSettings(beside).own).toMatchObject({ statuspage: false, slack: false, executors: false });
  });

  test('every fault is told at once', () => {
    const faulty = { FOREWARN_HTTP_PORT: 'abc', FOREWARN_TEMPORAL_PORT: '70000', DATABASE_URL: 'nowhere' };
    expect(() => readDevSettings(faulty)).toThrow(
      /FOREWARN_HTTP_PORT: .*\n.*FOREWARN_TEMPORAL_PORT: .*\n.*DATABASE_URL: /,
    );
  });
});
