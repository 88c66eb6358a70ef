/**
 * What a worker process does: windows with their record, channels and work on resources, or mail. One process may do all of it;
 * apart, each can be run as often as its load asks for, and a large notice takes no memory or processor from windows.
 */
export const WORKER_ROLES = ['windows', 'channels', 'delivery'] as const;

export type WorkerRole = (typeof WORKER_ROLES)[number];
