import { z } from 'zod';

/** What is read of Redfish (DMTF DSP0266, DSP0268); whatever else a controller says is left alone. */

const link = z.object({ '@odata.id': z.string().min(1).max(500) });

export const systemsSchema = z.object({ Members: z.array(link) });

export const RESETS = ['GracefulRestart', 'ForceRestart', 'PowerCycle'] as const;
export type Reset = (typeof RESETS)[number];

const allowable = z.array(z.string()).optional();

export const systemSchema = z.object({
  PowerState: z.string().nullish(),
  LastResetTime: z.string().nullish(),
  BootProgress: z.object({ LastState: z.string().nullish() }).nullish(),
  Actions: z.object({
    '#ComputerSystem.Reset': z.object({
      target: z.string().min(1).max(500),
      'ResetType@Redfish.AllowableValues': allowable,
      '@Redfish.ActionInfo': z.string().min(1).max(500).optional(),
    }),
  }),
});

export const actionInfoSchema = z.object({
  Parameters: z.array(z.object({ Name: z.string(), AllowableValues: allowable })),
});

/** How far a system has come since it was switched on, in order (`BootProgressTypes`). */
const BOOT_ORDER = [
  'PrimaryProcessorInitializationStarted',
  'BusInitializationStarted',
  'MemoryInitializationStarted',
  'SecondaryProcessorInitializationStarted',
  'PCIResourceConfigStarted',
  'SystemHardwareInitializationComplete',
  'SetupEntered',
  'OSBootStarted',
  'OSRunning',
];

/** The place of a state in the order of booting; undefined for none, and for those of one maker. */
export function bootRank(state: string | undefined): number | undefined {
  const rank = state === undefined ? -1 : BOOT_ORDER.indexOf(state);
  return rank < 0 ? undefined : rank;
}

/** From here on the operating system has been handed the machine. */
export const BOOT_STARTED = BOOT_ORDER.indexOf('OSBootStarted');
