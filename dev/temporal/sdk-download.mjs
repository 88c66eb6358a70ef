/**
 * node sdk-download.mjs <temporal|temporal-test-server> <version> <folder>
 * Downloads a program into the folder with Temporal's SDK. The SDK does so by starting the program, so it is stopped again at
 * once.
 */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [program, version, downloadDir] = process.argv.slice(2);
const server = { executable: { type: 'cached-download', version: `v${version}`, downloadDir } };

try {
  const environment = await (program === 'temporal'
    ? TestWorkflowEnvironment.createLocal({ server })
    : TestWorkflowEnvironment.createTimeSkipping({ server }));
  await environment.teardown();
  process.exit(0);
} catch (error) {
  console.error(`error: ${error.message}`);
  process.exit(1);
}
