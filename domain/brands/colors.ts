/** The colour of links on a dark screen, where a brand names none. */
export const USUAL_ON_DARK = '#8ab4f8';
