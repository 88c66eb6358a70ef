/** Where the form that plans a window is, and where it goes. */
export const PLAN = '/console/plan';

/** The form with what was said of another window. */
export const planLikeHref = (reference: string) => `${PLAN}?like=${encodeURIComponent(reference)}`;

/** The page, made of what the form holds; nothing is done. It is for readers without a script, and for the Enter key. */
export const LOOK = '/console/plan/look';

/** What is in a location, put into the tree. */
export const INSIDE = '/console/plan/places';

/** What a search finds. */
export const FIND = '/console/plan/find';

/** What the plan would come to, put beside the form. */
export const LIVE = '/console/plan/live';
