import type { ChannelOutcome, Ports } from './ports';

export function createStatusPageActivities({ statusPage }: Pick<Ports, 'statusPage'>) {
  return {
    /**
     * Makes the window's entry at the status page outside equal to the read model (C3); nothing to do when none is configured.
     * May be repeated at any time. Takes up to a few minutes when many steps are due: give it five.
     */
    async convergeStatusPage({ reference }: { readonly reference: string }): Promise<ChannelOutcome> {
      return statusPage ? statusPage.converge(reference) : { converged: true, calls: 0 };
    },
  };
}
