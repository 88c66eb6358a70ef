import type { ChannelOutcome, Ports } from './ports';

export function createSlackActivities({ slack }: Pick<Ports, 'slack'>) {
  return {
    /**
     * Makes the window's thread in the internal chat equal to the read model (C4); nothing to do when none is configured. May be
     * repeated at any time. Takes up to a few minutes when many updates are due: give it five.
     */
    async convergeSlack({ reference }: { readonly reference: string }): Promise<ChannelOutcome> {
      return slack ? slack.converge(reference) : { converged: true, calls: 0 };
    },
  };
}
