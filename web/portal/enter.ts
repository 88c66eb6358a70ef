import type { Request, Response } from 'express';
import { endPortalSession } from '../../store/access/portal-sessions';
import type { PortalArrival } from '../../use-cases/sign-in-by-mail';
import { contactAsking, type PortalSignInParts } from './person';

/** Somebody is in, by whichever door: a session the browser had before ends, and they come to their page, or choose an organization first. */
export async function enter(
  parts: PortalSignInParts,
  { request, response }: { readonly request: Request; readonly response: Response },
  arrived: PortalArrival,
): Promise<void> {
  // whoever signs in is another one to us, whatever the browser had before
  const before = await contactAsking(parts, request);
  if (before) await endPortalSession(parts.db, before.session.contact.id, before.session.id);
  parts.cookie.keepSession(response, arrived.secret);
  const choose = `/portal/choose?to=${encodeURIComponent(arrived.back)}`;
  response.set('Cache-Control', 'no-store').redirect(303, arrived.contacts > 1 ? choose : arrived.back);
}
