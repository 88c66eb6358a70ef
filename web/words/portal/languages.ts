import type { CustomerLanguage } from '../../../domain/shared/words/common';
import { de } from './de';
import { en } from './en';
import { fr } from './fr';
import type { PortalWords } from './portal-words';

export const PORTAL_LANGUAGES: Readonly<Record<CustomerLanguage, PortalWords>> = { en, de, fr };
